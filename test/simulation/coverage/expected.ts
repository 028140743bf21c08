import type { AlertKind, EventKind, ReplyKind } from '../world/assembly.ts'
import type { Seen } from '../world/world.ts'

/** Everything that the program can do, by name: closed lists, so that a new one is missing here until somebody names it. */
const events = {
  AttendanceReported: true,
  AlignmentReported: true,
  TossReported: true,
  DelegatesClaimed: true,
  ListKept: true,
  AttendanceAsked: true,
  ReportProposed: true,
  ProposalRejected: true,
  CodeRefused: true,
  CodeRetired: true,
  ReportApproved: true,
  ReportKept: true,
  ReportHeld: true,
  ReportReleased: true,
  CorrectionProposed: true,
  CorrectionVoided: true,
  CorrectionOverridden: true,
  CheckedIn: true,
  LanguageChosen: true,
  TextKept: true,
  KeptTextTaken: true,
  OptedOut: true,
  OptedIn: true,
  PinRefused: true,
  PinAccepted: true,
  PinIssued: true,
  CaucusLoaded: true,
  PhaseChanged: true,
  QueueOpened: true,
  QueueTaken: true,
  QueueReturned: true,
  QueueNoted: true,
  QueueEnded: true,
  PrecinctNoted: true,
  ChairCalled: true,
  RosterChanged: true,
  SecondAsked: true,
  SecondGiven: true,
  SecondRefused: true,
  ReminderPlanned: true,
  ReminderApproved: true,
  ReminderCancelled: true,
  ReminderSent: true,
  AccountMade: true,
  AccountInvited: true,
  AccountJoined: true,
  RoleChanged: true,
  AccountBlocked: true,
  SettingChanged: true,
  PasswordChanged: true,
  AccountUnblocked: true,
  AccountLocked: true,
  SignedIn: true,
  SignedOut: true,
} as const satisfies Record<EventKind, true>
export const EVENT_TYPES = Object.keys(events)

const queue = {
  held: true,
  unreadable: true,
  unconfirmed: true,
  opted_out: true,
  help: true,
  codes: true,
  stranger: true,
  called_in: true,
  anomaly: true,
  undeliverable: true,
} as const satisfies Record<AlertKind, true>
export const QUEUE_KINDS = [...Object.keys(queue), 'second', 'objection', 'postponed', 'other']

/** Replies by their words, in either language; the simulator hears only what a phone hears. What contains another stands before it. */
const replies = {
  none: /^$/,
  correction: /HQ proposes|la central propone/,
  entered: /as you told HQ|como nos lo dijo/,
  ask_initial: /final count kept|cuenta final guardada/,
  problem:
    /Recount and send [IF] again|[Ss]end [IF] again, or KEEP|Cuente y mande [IF] otra vez|Mande [IF] otra vez, o KEEP/,
  keep_offered: /, (?:reply|responda) KEEP \d+/,
  proposed: /\bOK \d+ (?:if right|for|replaces|to replace|si es correcto|para|por|reemplaza)/,
  attendance_taken: /present\..*Now send|presentes\..*Ahora mande/,
  ask_second_list: /: \+ adds them|\. \+ adds them|: change only|: \+ los suma|\. \+ los suma|¿cambia solo/,
  ask_whole_list: /Is that everybody|¿Son todos/,
  ask_alignment:
    /first count or (?:the )?final(?: one)?\? Reply|Is this the final one|is this count final|inicial o (?:la )?final\? Responda|esta la (?:cuenta )?final\?/,
  initial_taken:
    /first(?: count)?: \d+ present|inicial: \d+ presentes|: \d+ present(?:es)?(?:, (?:\d+ needed|hacen falta \d+))?\. (?:Viables?:|No group is viable|Ninguno es viable)/,
  ask_elected: /Who was elected|Quién gana\?/,
  ask_toss: /reply (?:like: )?TOSS|\bresponda(?: GANO y|: GANO)/i,
  recorded: /Recorded \S+ report \d+ at|informe \d+ registrado, /,
  kept: /report \d+ as it is at|registrado tal como viene/,
  unconfirmed: /HQ will confirm it by a call|la central lo confirma por llamada\. Gracias/,
  already: /is already recorded as|ya consta como/,
  closed:
    /Reporting is closed(?:\. \S+ stands as|, and I have no)|Ya no se reciben informes(?:\. \S+ consta|, y no tengo)/,
  phase: /Reporting has not begun|Your text is kept and HQ|no han comenzado|Su texto queda guardado/,
  rejected: /: not recorded\. Send|: no change, report|: no queda registrado\. Mande|: nada cambia, sigue/,
  ask_attendance: /how many people are present|total de personas presentes/,
  more_kept: /The start of the list has not come|Falta el comienzo de la lista/,
  ask_twice: /Which is right\? Reply FIX|Responda CORREGIR .* y la cifra correcta/,
  nothing_to_fix: /count to fix yet|no hay cuenta.* que corregir/,
  other_phone: /the other phone of your precinct|el otro teléfono de su precinto/,
  which_precinct: /Which precinct is this for|¿De qué precinto es/,
  not_yours: /is not your precinct|no es su precinto/,
  ready: /Checked in: |Gracias por avisar: /,
  language: /I will write in English|Desde ahora le escribo/,
  pin_needed: /This phone is not known here|No conozco este teléfono/,
  pin_closed: /Too many wrong PINs|demasiados PIN/,
  pin_refused: /That number is not right for|Ese PIN (?:tampoco|no) vale/,
  pin_not_needed: /no PIN is needed|no hace falta PIN/,
  pin_over: /three hours for \S+ are over|Han pasado las tres horas/,
  pin_accepted: /This phone may report|Este teléfono puede informar/,
  not_replaced: /a borrowed phone cannot change|un teléfono prestado no/,
  nothing_pending: /I have nothing for you|No tengo nada para usted/,
  guide:
    /: count, then text F|: F and each group; then OK|: text I and each group: I|: first count: I |: I and each group; later|: cuente y mande F|: F y cada grupo; desp|: mande I y cada grupo: I|: cuenta inicial: I |: I y cada grupo; luego/,
  unclear:
    /your text was empty|is this the first count|before or after the name|needs the groups, like|names more than one precinct|one of my own texts|I do not know "|could be|could mean two|has no number|has no name|I cannot read|twice with different|seems cut off|an OK must stand alone|needs the code from|more than one thing at once|Reply HOW for the guide\.$|I cannot place|su texto no dice nada|¿cuenta inicial o|va antes o después|necesita los grupos|nombra varios|uno de mis textos|[Nn]o conozco "|puede ser|no lleva|no puedo leer|cifras distintas|parece cortado|un OK va solo|necesita la clave de|son varias cosas|no entiendo|no lo puedo leer|Responda AYUDA para ver los pasos\.$/i,
  verbatim: /.^/,
} as const satisfies Record<ReplyKind, RegExp>
export const REPLIES = Object.entries(replies)

/** What a reply is, by its words; the first that fits. Who asks for the last one hears its words once more. */
export function replyKind(reply: string, asked = ''): string {
  if (
    /^\s*(?:[PQ]?\d{3,4}\s+)?(?:last|[uú]ltim[oa])\b/i.test(asked) &&
    reply !== '' &&
    !replies.nothing_pending.test(reply)
  )
    return 'verbatim'
  return REPLIES.find(([, words]) => words.test(reply))?.[0] ?? 'another'
}

/** What cannot occur in the simulated world, and why: said apart from what merely was not seen. */
export const UNREACHABLE: Readonly<Partial<Record<Seen, Readonly<Record<string, string>>>>> = {}
