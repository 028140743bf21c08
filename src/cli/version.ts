import packageJson from '../../package.json' with { type: 'json' }

/** As package.json says it. */
export const version: string = packageJson.version
