import { parentPort } from 'node:worker_threads'

/** A thread that is ready, and ends with an error at the first thing it is asked. */
parentPort?.on('message', () => {
  throw new Error('fell over')
})
parentPort?.postMessage('ready')
