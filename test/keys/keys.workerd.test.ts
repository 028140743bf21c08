import { keysContract } from './contract.ts'

keysContract()
