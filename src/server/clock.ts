import type { Clock } from '../bot/ports.ts'

/** The clock of this machine: what everything below is told the time by. */
export const systemClock: Clock = { now: () => new Date().toISOString() }
