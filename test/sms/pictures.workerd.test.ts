import { createRedraw, MAX_PIXELS_WORKER } from '../../src/server/pictures/redraw.ts'
import { picturesContract } from '../server/pictures-contract.ts'

picturesContract('on Workers', createRedraw(MAX_PIXELS_WORKER))
