/** The steps between receiving a text and its answer leaving, in their order. */
export const STEPS = ['received', 'loaded', 'decided', 'committing', 'committed', 'answered'] as const
export type Step = (typeof STEPS)[number]
