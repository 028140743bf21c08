// GENERATED from report.ne by `npm run grammar`. Change report.ne, never this file.

function id(d: any[]): any { return d[0]; }

import type { SentenceSymbol } from './words.ts'

export interface Pair { readonly group: number; readonly number: number }
export interface Part {
  /** A attendance, I F D 1 2 lists with their keyword, B a list without, W winners. */
  readonly symbol: string
  readonly at: number
  readonly pairs: readonly Pair[]
  /** The number came before the name. */
  readonly reversed: boolean
  /** The attendance, or a list's checksum. */
  readonly number: number | null
  readonly winners: readonly { readonly group: number; readonly card: number | null }[]
}
export interface Sentence { readonly symbol: SentenceSymbol; readonly at: number; readonly parts: readonly Part[] }

const nobody = { pairs: [], reversed: false, number: null, winners: [] }
const sentence = (symbol: SentenceSymbol, at: number, parts: readonly Part[]): Sentence => ({ symbol, at, parts })
const list = (symbol: string, at: number, pairs: readonly Pair[], reversed: boolean, number: number | null): Part =>
  ({ symbol, at, pairs, reversed, number, winners: [] })

interface NearleyToken {
  value: any;
  [key: string]: any;
};

interface NearleyLexer {
  reset: (chunk: string, info: any) => void;
  next: () => NearleyToken | undefined;
  save: () => any;
  formatError: (token: never) => string;
  has: (tokenType: string) => boolean;
};

interface NearleyRule {
  name: string;
  symbols: NearleySymbol[];
  postprocess?: (d: any[], loc?: number, reject?: {}) => any;
};

type NearleySymbol = string | { literal: any } | { test: (token: any) => boolean };

interface Grammar {
  Lexer: NearleyLexer | undefined;
  ParserRules: NearleyRule[];
  ParserStart: string;
};

const grammar: Grammar = {
  Lexer: undefined,
  ParserRules: [
    {"name": "main", "symbols": ["order"], "postprocess": (d: any[]) => d[0]},
    {"name": "main", "symbols": [{"literal":"P"}, "order"], "postprocess": (d: any[]) => d[1]},
    {"name": "main", "symbols": ["order", {"literal":"P"}], "postprocess": (d: any[]) => d[0]},
    {"name": "main", "symbols": [{"literal":"P"}, "order", {"literal":"P"}], "postprocess": (d: any[]) => d[1]},
    {"name": "main", "symbols": [{"literal":"P"}], "postprocess": (_: any[], at?: number) => sentence('P', at ?? 0, [])},
    {"name": "order", "symbols": ["report"], "postprocess": (d: any[], at?: number) => sentence('report', at ?? 0, d[0])},
    {"name": "order", "symbols": [{"literal":"X"}, "report"], "postprocess": (d: any[], at?: number) => sentence('X', at ?? 0, d[1])},
    {"name": "order", "symbols": [{"literal":"X"}, {"literal":"P"}, "report"], "postprocess": (d: any[], at?: number) => sentence('X', at ?? 0, d[2])},
    {"name": "order", "symbols": ["more", "report"], "postprocess": (d: any[], at?: number) => sentence('M', at ?? 0, d[1])},
    {"name": "order", "symbols": ["more", {"literal":"P"}, "report"], "postprocess": (d: any[], at?: number) => sentence('M', at ?? 0, d[2])},
    {"name": "order", "symbols": [{"literal":"O"}, "code"], "postprocess": (_: any[], at?: number) => sentence('O', (at ?? 0) + 1, [])},
    {"name": "order", "symbols": [{"literal":"y"}, "code"], "postprocess": (_: any[], at?: number) => sentence('O', (at ?? 0) + 1, [])},
    {"name": "order", "symbols": ["code", {"literal":"O"}], "postprocess": (_: any[], at?: number) => sentence('O', at ?? 0, [])},
    {"name": "order", "symbols": ["code"], "postprocess": (_: any[], at?: number) => sentence('O', at ?? 0, [])},
    {"name": "order", "symbols": [{"literal":"K"}, "code"], "postprocess": (_: any[], at?: number) => sentence('K', (at ?? 0) + 1, [])},
    {"name": "order", "symbols": [{"literal":"Q"}, "pin"], "postprocess": (_: any[], at?: number) => sentence('Q', (at ?? 0) + 1, [])},
    {"name": "order", "symbols": ["alone"], "postprocess": (d: any[], at?: number) => sentence(d[0], at ?? 0, [])},
    {"name": "order", "symbols": ["winners"], "postprocess": (d: any[], at?: number) => sentence('named', at ?? 0, [{ ...nobody, symbol: 'W', at: at ?? 0, winners: d[0] }])},
    {"name": "order", "symbols": ["winners", {"literal":"W"}], "postprocess": (d: any[], at?: number) => sentence('won', at ?? 0, [{ ...nobody, symbol: 'W', at: at ?? 0, winners: d[0] }])},
    {"name": "more", "symbols": [{"literal":"M"}]},
    {"name": "more", "symbols": [{"literal":"+"}]},
    {"name": "more", "symbols": [{"literal":"&"}]},
    {"name": "code", "symbols": [{"literal":"4"}]},
    {"name": "code", "symbols": [{"literal":"6"}]},
    {"name": "pin", "symbols": [{"literal":"n"}]},
    {"name": "pin", "symbols": [{"literal":"4"}]},
    {"name": "pin", "symbols": [{"literal":"6"}]},
    {"name": "pin", "symbols": [{"literal":"b"}]},
    {"name": "alone", "symbols": [{"literal":"N"}], "postprocess": id},
    {"name": "alone", "symbols": [{"literal":"S"}], "postprocess": id},
    {"name": "alone", "symbols": [{"literal":"L"}], "postprocess": id},
    {"name": "alone", "symbols": [{"literal":"H"}], "postprocess": id},
    {"name": "alone", "symbols": [{"literal":"R"}], "postprocess": id},
    {"name": "alone", "symbols": [{"literal":"E"}], "postprocess": id},
    {"name": "alone", "symbols": [{"literal":"n"}], "postprocess": id},
    {"name": "alone", "symbols": [{"literal":"1"}], "postprocess": id},
    {"name": "alone", "symbols": [{"literal":"2"}], "postprocess": id},
    {"name": "alone", "symbols": [{"literal":"I"}], "postprocess": id},
    {"name": "alone", "symbols": [{"literal":"F"}], "postprocess": id},
    {"name": "report", "symbols": ["counted"], "postprocess": id},
    {"name": "report", "symbols": ["named"], "postprocess": id},
    {"name": "counted", "symbols": ["part"], "postprocess": (d: any[]) => [d[0]]},
    {"name": "counted", "symbols": [{"literal":"T"}, "number"], "postprocess": (d: any[], at?: number) => [{ ...nobody, symbol: 'A', at: at ?? 0, number: d[1] }]},
    {"name": "counted", "symbols": ["digit"], "postprocess": (d: any[]) => [d[0]]},
    {"name": "counted", "symbols": ["report", "between", "part"], "postprocess": (d: any[]) => [...d[0], d[2]]},
    {"name": "counted", "symbols": ["counted", "between", "digit"], "postprocess": (d: any[]) => [...d[0], d[2]]},
    {"name": "named", "symbols": ["ending"], "postprocess": (d: any[]) => [d[0]]},
    {"name": "named", "symbols": ["bare"], "postprocess": (d: any[]) => [d[0]]},
    {"name": "named", "symbols": ["first", "bare"], "postprocess": (d: any[]) => [d[0], d[1]]},
    {"name": "named", "symbols": ["report", "between", "ending"], "postprocess": (d: any[]) => [...d[0], d[2]]},
    {"name": "first", "symbols": [{"literal":"A"}, "number"], "postprocess": (d: any[], at?: number) => ({ ...nobody, symbol: 'A', at: at ?? 0, number: d[1] })},
    {"name": "first", "symbols": [{"literal":"T"}, "number"], "postprocess": (d: any[], at?: number) => ({ ...nobody, symbol: 'A', at: at ?? 0, number: d[1] })},
    {"name": "between", "symbols": []},
    {"name": "between", "symbols": ["link"]},
    {"name": "between", "symbols": [{"literal":"P"}]},
    {"name": "between", "symbols": ["link", {"literal":"P"}]},
    {"name": "link", "symbols": [{"literal":"&"}]},
    {"name": "link", "symbols": [{"literal":"e"}]},
    {"name": "link", "symbols": [{"literal":"+"}]},
    {"name": "link", "symbols": [{"literal":"y"}]},
    {"name": "part", "symbols": [{"literal":"A"}, "number"], "postprocess": (d: any[], at?: number) => ({ ...nobody, symbol: 'A', at: at ?? 0, number: d[1] })},
    {"name": "part", "symbols": ["key", "pairs"], "postprocess": (d: any[], at?: number) => list(d[0], at ?? 0, d[1], false, null)},
    {"name": "part", "symbols": ["key", "pairs", {"literal":"T"}, "number"], "postprocess": (d: any[], at?: number) => list(d[0], at ?? 0, d[1], false, d[3])},
    {"name": "part", "symbols": ["key", "reversed", {"literal":"T"}, "number"], "postprocess": (d: any[], at?: number) => list(d[0], at ?? 0, d[1], true, d[3])},
    {"name": "ending", "symbols": ["key", "reversed"], "postprocess": (d: any[], at?: number) => list(d[0], at ?? 0, d[1], true, null)},
    {"name": "ending", "symbols": [{"literal":"W"}, "winners"], "postprocess": (d: any[], at?: number) => ({ ...nobody, symbol: 'W', at: at ?? 0, winners: d[1] })},
    {"name": "digit", "symbols": ["one", "pairs"], "postprocess": (d: any[], at?: number) => list(d[0], at ?? 0, d[1], false, null)},
    {"name": "digit", "symbols": ["one", "pairs", {"literal":"T"}, "number"], "postprocess": (d: any[], at?: number) => list(d[0], at ?? 0, d[1], false, d[3])},
    {"name": "bare", "symbols": ["pairs"], "postprocess": (d: any[], at?: number) => list('B', at ?? 0, d[0], false, null)},
    {"name": "bare", "symbols": ["pairs", {"literal":"T"}, "number"], "postprocess": (d: any[], at?: number) => list('B', at ?? 0, d[0], false, d[2])},
    {"name": "bare", "symbols": ["reversed"], "postprocess": (d: any[], at?: number) => list('B', at ?? 0, d[0], true, null)},
    {"name": "bare", "symbols": ["reversed", {"literal":"T"}, "number"], "postprocess": (d: any[], at?: number) => list('B', at ?? 0, d[0], true, d[2])},
    {"name": "key", "symbols": [{"literal":"I"}], "postprocess": id},
    {"name": "key", "symbols": [{"literal":"F"}], "postprocess": id},
    {"name": "key", "symbols": [{"literal":"D"}], "postprocess": id},
    {"name": "one", "symbols": [{"literal":"1"}], "postprocess": id},
    {"name": "one", "symbols": [{"literal":"2"}], "postprocess": id},
    {"name": "pairs", "symbols": ["pair"], "postprocess": (d: any[]) => [d[0]]},
    {"name": "pairs", "symbols": ["pairs", "pair"], "postprocess": (d: any[]) => [...d[0], d[1]]},
    {"name": "pairs", "symbols": ["pairs", "link", "pair"], "postprocess": (d: any[]) => [...d[0], d[2]]},
    {"name": "pair", "symbols": [{"literal":"g"}, "number"], "postprocess": (d: any[], at?: number) => ({ group: at ?? 0, number: d[1] })},
    {"name": "reversed", "symbols": ["riap"], "postprocess": (d: any[]) => [d[0]]},
    {"name": "reversed", "symbols": ["reversed", "riap"], "postprocess": (d: any[]) => [...d[0], d[1]]},
    {"name": "reversed", "symbols": ["reversed", "and", "riap"], "postprocess": (d: any[]) => [...d[0], d[2]]},
    {"name": "riap", "symbols": ["number", {"literal":"g"}], "postprocess": (d: any[], at?: number) => ({ group: (at ?? 0) + 1, number: d[0] })},
    {"name": "and", "symbols": [{"literal":"&"}]},
    {"name": "and", "symbols": [{"literal":"e"}]},
    {"name": "and", "symbols": [{"literal":"+"}]},
    {"name": "number", "symbols": [{"literal":"n"}], "postprocess": (_: any[], at?: number) => at ?? 0},
    {"name": "number", "symbols": [{"literal":"4"}], "postprocess": (_: any[], at?: number) => at ?? 0},
    {"name": "number", "symbols": [{"literal":"1"}], "postprocess": (_: any[], at?: number) => at ?? 0},
    {"name": "number", "symbols": [{"literal":"2"}], "postprocess": (_: any[], at?: number) => at ?? 0},
    {"name": "winners", "symbols": ["winner"], "postprocess": (d: any[]) => [d[0]]},
    {"name": "winners", "symbols": ["winners", "winner"], "postprocess": (d: any[]) => [...d[0], d[1]]},
    {"name": "winners", "symbols": ["winners", "link", "winner"], "postprocess": (d: any[]) => [...d[0], d[2]]},
    {"name": "winner", "symbols": [{"literal":"g"}], "postprocess": (_: any[], at?: number) => ({ group: at ?? 0, card: null })},
    {"name": "winner", "symbols": [{"literal":"g"}, {"literal":"c"}], "postprocess": (_: any[], at?: number) => ({ group: at ?? 0, card: (at ?? 0) + 1 })}
  ],
  ParserStart: "main",
};

export default grammar;
