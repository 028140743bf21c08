import { MOST_IN_A_WORKER, redrawing } from '../../src/server/pictures/redraw.ts'
import { picturesContract } from '../server/pictures-contract.ts'

picturesContract('on Workers', redrawing(MOST_IN_A_WORKER))
