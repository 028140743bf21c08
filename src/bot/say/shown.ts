/** A North American number as people there write it: 515-555-0100. Others stay in E.164. */
export function phoneShown(phone: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone)
  return parts ? parts.slice(1).join('-') : phone
}

/** A local date, "February 3". `date` is YYYY-MM-DD. */
export function dateShown(date: string, locale: 'en-US' | 'es-US'): string {
  const day = new Date(`${date}T12:00:00Z`)
  return new Intl.DateTimeFormat(locale, { month: 'long', day: 'numeric', timeZone: 'UTC' }).format(day)
}

/** The first `most` of a list, and how many are left out. */
export function some(items: readonly string[], most: number, more: string): string {
  const left = items.length - most
  return left > 0 ? `${items.slice(0, most).join(', ')} +${left} ${more}` : items.join(', ')
}
