import { parentPort, workerData } from 'node:worker_threads'
import { createRedraw, MAX_PIXELS_NODE } from './redraw.ts'

parentPort?.postMessage(await createRedraw(MAX_PIXELS_NODE)(workerData as Uint8Array))
