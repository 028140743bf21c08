/**
 * The words of the chair's language, in English and Spanish, and the one-character symbol that each is to the grammar
 * (report.ne lists them). They are understood in full only: a misspelled keyword is asked about, never guessed.
 */
export type Word = keyof typeof words

const words = {
  A: ['a', 'att', 'all', 'attendance', 'asistencia'],
  T: ['total'],
  I: ['i', 'initial', 'inicial', 'first', '1st', 'primera'],
  F: ['f', 'final', 'second', '2nd', 'segunda'],
  D: ['d'],
  X: ['fix', 'corregir'],
  M: ['more', 'mas'],
  '&': ['and'],
  y: ['y'],
  O: ['ok', 'okay', 'yes', 'si', '0k'],
  K: ['keep', 'mantener', 'queda'],
  N: ['no'],
  S: ['status', 'estado'],
  L: ['last', 'ultimo', 'ultima'],
  H: ['how', 'guide', 'ayuda', 'guia'],
  R: ['ready', 'here', 'listo', 'lista'],
  E: ['english', 'ingles', 'spanish', 'espanol'],
  Q: ['pin'],
  W: ['toss', 'coin', 'won', 'draw', 'gano', 'moneda'],
} as const

/** Words that only stand inside a sentence. */
type InnerWord = 'A' | 'T' | 'D' | '&' | 'y' | 'W'

/** What a sentence of report.ne is: a word that says it, a report, winners named or with TOSS, a code or number alone. */
export type SentenceSymbol = Exclude<Word, InnerWord> | 'report' | 'named' | 'won' | 'P' | 'n' | '1' | '2'

/** Every word, as it is typed, with its symbol. */
export const keywords: ReadonlyMap<string, Word> = new Map(
  (Object.keys(words) as Word[]).flatMap((symbol) => words[symbol].map((word) => [word, symbol] as const)),
)

/** Words that may also be the place in a ranking ("first Sanders 45, second Warren 20"). */
export const ordinals: ReadonlySet<string> = new Set(['1', '2', 'first', '1st', 'primera', 'second', '2nd', 'segunda'])

/** "Final alignment", "first count": said after the keyword, they add nothing. */
export const alignmentNouns: ReadonlySet<string> = new Set(['alignment', 'count', 'alineacion', 'conteo'])

/** "Precinct P0412": said before the code, they add nothing. */
export const precinctNouns: ReadonlySet<string> = new Set(['precinct', 'pct', 'prec', 'precinto', 'recinto'])

/** A count may be put right with them ("Sanders 45 but 38"), so they are asked about even if they begin a name. */
export const conjunctions: ReadonlySet<string> = new Set(['but'])

/** Words that carriers act on themselves and do not pass on: Twilio's opt-out keywords, and the words likeliest to follow. */
export const carrierWords: ReadonlySet<string> = new Set(
  'stop stopall end cancel quit unsubscribe revoke optout start unstop help info'.split(' '),
)

/** A number in words is asked back: "forty five" and "forty, five" cannot be told apart. */
export const numberWords: ReadonlySet<string> = new Set(
  (
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
    'eighteen nineteen twenty thirty forty fourty fifty sixty seventy eighty ninety hundred thousand dozen none nobody half minus ' +
    'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta cuarenta ' +
    'cincuenta sesenta setenta ochenta noventa cien ciento mil ninguno nadie menos'
  ).split(' '),
)

/** Little words are neither the beginning of a name nor near one ("Sanders 45 to 46" is not Tom 46). */
export const littleWords: ReadonlySet<string> = new Set(
  (
    'am an are as at been by can do for from go got had has have he her him his if in into is it its just like made make me mine my not now of on ' +
    'or our out over per plus she so than that the their them then there they this to too under up us was we went were with you your ' +
    'people person persons vote votes voter voters supporter supporters about around approx maybe ' +
    'al con el en es esta este eso ha hay la las le lo los para pero por que se son su sus un una personas votos'
  ).split(' '),
)

/**
 * Courtesies may stand at the very end and say nothing. Beside them only the nouns above are left out, each behind its
 * keyword or before the code. Longest first.
 */
export const courtesies: readonly (readonly string[])[] = [
  'thank you very much',
  'thank you so much',
  'have a good night',
  'have a great night',
  'que tenga buena noche',
  'thanks so much',
  'thanks very much',
  'thanks a lot',
  'many thanks',
  'thank you',
  'thank u',
  'muchas gracias',
  'mil gracias',
  'good night',
  'good evening',
  'buenas noches',
  'por favor',
  'god bless',
  'thanks',
  'thankyou',
  'thx',
  'thnx',
  'thanx',
  'tks',
  'tnx',
  'ty',
  'tysm',
  'please',
  'pls',
  'plz',
  'gracias',
  'goodnight',
  'cheers',
  'bye',
  'saludos',
].map((phrase) => phrase.split(' '))
