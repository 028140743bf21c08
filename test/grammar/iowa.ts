import type { Vocabulary } from '../../src/grammar/intent.ts'

/** The candidates of Iowa 2020, with the codes and aliases of the shared configuration. */
export const iowa: Vocabulary = {
  candidates: [
    { name: 'Bennet', code: 'BN', aliases: ['Michael'] },
    { name: 'Biden', code: 'BI', aliases: ['Joe'] },
    { name: 'Bloomberg', code: 'BL', aliases: ['Mike'] },
    { name: 'Buttigieg', code: 'BU', aliases: ['Pete', 'Mayor Pete'] },
    { name: 'Delaney', code: 'DE', aliases: ['John'] },
    { name: 'Gabbard', code: 'GA', aliases: ['Tulsi'] },
    { name: 'Klobuchar', code: 'KL', aliases: ['Amy'] },
    { name: 'Patrick', code: 'PA', aliases: ['Deval'] },
    { name: 'Sanders', code: 'SA', aliases: ['Bernie'] },
    { name: 'Steyer', code: 'ST', aliases: ['Tom'] },
    { name: 'Warren', code: 'WA', aliases: ['Liz', 'Elizabeth'] },
    { name: 'Yang', code: 'YA', aliases: ['Andrew'] },
    { name: 'Other', code: 'OT', aliases: [] },
    { name: 'Uncommitted', code: 'UN', aliases: ['Undecided'] },
  ],
  precinctCode: { letters: 1, digits: 4 },
}

export const codeOf = (name: string): string =>
  iowa.candidates.find((candidate) => candidate.name === name)?.code ?? name
