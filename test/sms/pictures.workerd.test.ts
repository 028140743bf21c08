import { MOST_IN_A_WORKER, redrawing } from '../../deploy/pictures/redraw.ts'
import { picturesContract } from '../app/pictures-contract.ts'

picturesContract('on Workers', redrawing(MOST_IN_A_WORKER))
