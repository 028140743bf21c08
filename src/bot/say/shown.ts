/** A North American number as people there write it: 515-555-0100. Others stay in E.164. */
export function phoneShown(phone: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone)
  return parts ? parts.slice(1).join('-') : phone
}

/** Made once: making one costs more than all the rest of a reply. */
const dayIn = (locale: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { month: 'long', day: 'numeric', timeZone: 'UTC' })
const days = { 'en-US': dayIn('en-US'), 'es-US': dayIn('es-US') } as const

/** A local date, "February 3". `date` is YYYY-MM-DD. */
export function dateShown(date: string, locale: 'en-US' | 'es-US'): string {
  return days[locale].format(new Date(`${date}T12:00:00Z`))
}

/** The first `most` of a list, and how many are left out. */
export function some(items: readonly string[], most: number, more: string): string {
  const left = items.length - most
  return left > 0 ? `${items.slice(0, most).join(', ')} +${left} ${more}` : items.join(', ')
}
