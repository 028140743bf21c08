import type { ActorKind } from '../world/world.ts'
import { administrator } from './administrator.ts'
import { cheat } from './cheat.ts'
import { clerk } from './clerk.ts'
import { corrector } from './corrector.ts'
import { habits } from './habits.ts'
import { operators } from './operator.ts'
import { outsider } from './outsider.ts'
import { passwordGuesser } from './password-guesser.ts'
import { phaseKeeper } from './phase-keeper.ts'
import { pinOffice } from './pin-office.ts'
import { readers } from './public.ts'
import { reminders } from './reminders.ts'
import { spoofer, thief } from './spoofer.ts'
import { autoResponder, borrowers, flooder, strangers } from './strangers.ts'
import { rosterKeeper, supervisor } from './supervisor.ts'

/** Everybody who may take part besides the chairs. A new kind is a file in this folder and a line here. */
export const ACTORS: readonly ActorKind[] = [
  operators,
  supervisor,
  rosterKeeper,
  cheat,
  readers,
  strangers,
  flooder,
  autoResponder,
  borrowers,
  spoofer,
  thief,
  outsider,
  administrator,
  passwordGuesser,
  reminders,
  clerk,
  corrector,
  phaseKeeper,
  pinOffice,
  habits,
]
