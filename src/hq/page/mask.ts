/** `(515) 555-0142`; other countries' as they are. For viewers only the end is shown. */
export function phoneWords(phone: string | null, whole: boolean): string {
  if (phone === null) return 'erased'
  if (!whole) return `••• ${phone.slice(-4)}`
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone)
  return american ? `(${american[1]}) ${american[2]}-${american[3]}` : phone
}
