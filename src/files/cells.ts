import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js'
import * as z from 'zod'
import { type Phone, phone, precinctId } from '../bot/ids.ts'

/** The kinds of cells that the tables have, each with the sentence that puts a wrong one right. */

/** Text that must be there. */
export const requiredText = (fix: string) => z.string().min(1, fix)

/** Text that may be left blank, null then. */
export const optionalText = z.string().transform((cell) => (cell === '' ? null : cell))

/** A plain whole number, no sign, no separators, at most six digits. */
export const wholeNumberCell = (least: number, fix: string) =>
  z
    .string()
    .regex(/^\d{1,6}$/, fix)
    .transform(Number)
    .refine((n) => n >= least, fix)

/** A precinct's code in the caucus' own form, upper case. */
export function precinctCodeCell(form: { readonly letters: number; readonly digits: number }) {
  const pattern = new RegExp(`^[A-Z]{${form.letters}}\\d{${form.digits}}$`)
  const example = `${'P'.repeat(form.letters)}${'412'.padStart(form.digits, '0').slice(-form.digits)}`
  const letters = form.letters === 0 ? '' : `${form.letters} letter${form.letters === 1 ? '' : 's'} and `
  const fix = `write ${letters}${form.digits} digits, such as ${example}.`
  return z.string().transform((cell, context) => {
    const code = cell.toUpperCase()
    const id = pattern.test(code) ? precinctId(code) : null
    if (id !== null) return id
    context.addIssue({ code: 'custom', message: cell === '' ? `the precinct's code is missing: ${fix}` : fix })
    return z.NEVER
  })
}

/** A telephone as people write it. `odd`: it has the right length, but no such number is given out where it says it is. */
interface Telephone {
  readonly phone: Phone
  readonly odd: boolean
}

/**
 * A telephone number as people write them, `(515) 555-0001`, in E.164; null where the cell is blank.
 * @param country where a number without a country code is
 */
export function telephone(country: CountryCode) {
  const fix = 'write a number that can be texted, with its area code, such as (515) 555-0101 or +15155550101.'
  return z.string().transform((cell, context): Telephone | null => {
    if (cell === '') return null
    const parsed = /[a-z]/i.test(cell.replace(/^(tel|phone|cell):?/i, ''))
      ? undefined
      : parsePhoneNumberFromString(cell, country)
    const number = parsed?.isPossible() === true && !parsed.ext ? phone(parsed.number) : null
    if (parsed !== undefined && number !== null) return { phone: number, odd: !parsed.isValid() }
    context.addIssue({ code: 'custom', message: fix })
    return z.NEVER
  })
}

/** The country of a number in E.164; the United States where it cannot be told (+1 is shared). */
export const countryOf = (e164: string): CountryCode => parsePhoneNumberFromString(e164)?.country ?? 'US'

/** An IANA time zone, or blank. */
export const optionalTimezone = z.string().transform((cell, context) => {
  if (cell === '') return null
  if (isTimezone(cell)) return cell
  context.addIssue({ code: 'custom', message: 'write a time zone such as America/Chicago, or leave it blank.' })
  return z.NEVER
})

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
