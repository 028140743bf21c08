import type { Reply } from '../../reply.ts'
import type { Voice } from '../words.ts'
import { sentence } from './pieces.ts'

type Unclear = Extract<Reply, { readonly kind: 'unclear' }>

/** What could not be read, quoted, with the fix. Values are cut so that the fix always fits. */
export function unclear(r: Unclear, v: Voice): readonly string[] {
  const at = r.precinct ? `${r.precinct}: ` : ''
  const word = r.word.length > 24 ? `${r.word.slice(0, 24)}...` : r.word
  const example = v.setting.candidates[0]?.name ?? 'Warren'
  const text = body(r, word, example, v)
  return [at ? `${at}${text}` : sentence(text)]
}

function body(r: Unclear, word: string, example: string, v: Voice): string {
  const two = r.suggestions.map(v.name).join(' or ')
  switch (r.reason) {
    case 'empty':
      return 'your text was empty. Reply HOW for the guide.'
    case 'which_alignment':
      return 'is this the first count or the final one? Send it again with I (first) or F (final) in front.'
    case 'which_order':
      return `is the number before or after the name? Send I or F, then each name and its number, like: I ${example} 45`
    case 'no_list':
      return `${r.alignment === 'final' ? 'F' : 'I'} needs the groups, like: ${r.alignment === 'final' ? 'F' : 'I'} ${example} 45`
    case 'several_precincts':
      return 'that names more than one precinct. Please send one text for each.'
    case 'quoted':
      return 'that looks like one of my own texts sent back. Nothing was recorded. Type your answer fresh.'
    case 'unknown_name':
      if (v.setting.practice && !two)
        return `this is practice, I do not know "${word}". The names now are ${v.setting.candidates.map((c) => c.name).join(', ')}.`
      return two
        ? `I do not know "${word}". Did you mean ${two}? Send it all again.`
        : `I do not know "${word}". Nothing was recorded: check the name and send it all again.`
    case 'two_names':
      return two
        ? `"${word}" could be ${two}. Nothing was recorded: send it all again with the full name.`
        : `"${word}" could mean two groups. Send it all again with the full name.`
    case 'no_number':
      return `"${word}" has no number. Nothing was recorded: send it all again with a number after each name.`
    case 'no_name':
      return `the number ${word} has no name. Nothing was recorded: send it all again, each name and its number.`
    case 'bad_number':
      return `I cannot read "${word}" as a count. Nothing was recorded: send it all again with plain numbers, like: ${example} 45`
    case 'twice':
      return `${word} is in there twice with different numbers. Nothing was recorded: send it all again.`
    case 'cut':
      return `the end of your text seems cut off at "${word}". Nothing was recorded: send it in two texts, the second starting with +`
    case 'mixed':
      return 'an OK must stand alone. Nothing was recorded. Send the change first, then OK with the new code.'
    case 'no_code':
      return `${word.toUpperCase()} needs the code from my last text, like: ${word.toUpperCase()} 4821`
    case 'several_texts':
      return 'that is more than one thing at once. Nothing was recorded: please send one at a time.'
    case 'carrier_word':
      return 'Reply HOW for the guide.'
    case 'unreadable':
      return word
        ? `I cannot place "${word}". Nothing was recorded: send it again without it. Reply HOW for the guide.`
        : 'I cannot read that. Nothing was recorded. Reply HOW for the guide.'
  }
}
