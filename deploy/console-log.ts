import type { Log } from '../src/sms/ports.ts'

/** Lines of JSON where there is only a console: Cloudflare keeps them. */
export function consoleLog(): Log {
  const line = (level: string, fields: object, msg: string) => JSON.stringify({ level, ...fields, msg })
  return {
    info: (fields, message) => console.log(line('info', fields, message)),
    warn: (fields, message) => console.warn(line('warn', fields, message)),
    error: (fields, message) => console.error(line('error', fields, message)),
  }
}
