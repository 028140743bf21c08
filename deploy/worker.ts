// The server on Cloudflare Workers: wrangler.toml names this file. What it is made of: src/server/worker.ts.
export { default } from '../src/server/worker.ts'
