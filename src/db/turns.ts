/** Lets everything run that waits already: what takes long is done in pieces, and chairs are answered in between. */
export const othersTurn = (): Promise<void> => new Promise((resume) => setImmediate(resume))
