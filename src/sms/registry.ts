import type { CarrierKind } from './carrier.ts'
import { kannel } from './kannel/carrier.ts'
import { twilio } from './twilio/carrier.ts'

/** Every carrier that the program knows. The first is the one that sends unless told. */
export const CARRIERS: readonly [CarrierKind, ...CarrierKind[]] = [twilio, kannel]
