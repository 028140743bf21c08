import { parentPort, workerData } from 'node:worker_threads'
import { MOST_ON_NODE, redrawing } from './redraw.ts'

parentPort?.postMessage(await redrawing(MOST_ON_NODE)(workerData as Uint8Array))
