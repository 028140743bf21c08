import { sealContract } from './contract.ts'

sealContract()
