import type { Language } from '../../bot/event.ts'

/** The facts on a card. */
export interface CardFacts {
  readonly caucus: string
  /** Written for people: February 3, 2020. */
  readonly date: string
  readonly precinct: string
  readonly place: string
  readonly county: string
  /** Delegates to elect; null when the precinct elects nobody. */
  readonly delegates: number | null
  /** True when the rules have one count only. */
  readonly once: boolean
  /** Written as people dial it. */
  readonly number: string
  readonly call: string | null
  /** Null when it was used. */
  readonly pin: string | null
  /** Candidates of this caucus, for the examples. */
  readonly names: readonly string[]
}

/** One thing to text, and when. */
export interface CardLine {
  readonly when: string
  readonly text: string
}

interface CardWords {
  readonly title: string
  readonly where: string
  readonly textTo: string
  readonly steps: readonly CardLine[]
  readonly also: readonly CardLine[]
  readonly call: string | null
}

/** All the words on a card, in the chair's language. */
export const cardWords = (facts: CardFacts, language: Language): CardWords =>
  language === 'es' ? es(facts) : en(facts)

const firstCount = ([a = 'A', b = 'B', c = 'C']: readonly string[]) => `${a} 45 ${b} 38 ${c} 20`
const finalCount = ([a = 'A', b = 'B']: readonly string[]) => `${a} 55 ${b} 48`

function en({ precinct, place, county, delegates, once, number, call, pin, names }: CardFacts): CardWords {
  const electsOne = delegates === 1
  return {
    title: 'Chair’s card',
    where: `${precinct}, ${place}, ${county} County.${delegates === null ? '' : ` You elect ${electsOne ? '1 delegate' : `${delegates} delegates`}.`}`,
    textTo: `Text to ${number}`,
    steps: [
      ...(once ? [] : [{ when: 'After the first count, every group', text: `${precinct} I ${firstCount(names)}` }]),
      electsOne && !once
        ? { when: 'Who was elected', text: `${precinct} WON ${names[0] ?? 'A'}` }
        : {
            when: once ? 'After the count, every group' : 'After realigning, every group',
            text: `${precinct} F ${finalCount(names)}`,
          },
      { when: 'When the answer is right', text: 'OK and its code, like OK 482163' },
    ],
    also: [
      { when: 'It is wrong', text: 'NO' },
      { when: 'One group is wrong', text: `FIX ${names[0] ?? 'A'} 46` },
      { when: 'What is recorded', text: '?' },
      { when: 'The guide', text: 'HOW' },
      { when: 'You are there', text: 'READY' },
      ...(pin === null ? [] : [{ when: 'From another phone, once', text: `${precinct} PIN ${pin}` }]),
    ],
    call: call === null ? null : `Nothing works? Call ${call}.`,
  }
}

function es({ precinct, place, county, delegates, once, number, call, pin, names }: CardFacts): CardWords {
  const electsOne = delegates === 1
  return {
    title: 'Tarjeta de quien preside',
    where: `${precinct}, ${place}, condado de ${county}.${delegates === null ? '' : ` Se eligen ${electsOne ? '1 delegado' : `${delegates} delegados`}.`}`,
    textTo: `Mande sus textos al ${number}`,
    steps: [
      ...(once
        ? []
        : [{ when: 'Después de la primera cuenta, todos los grupos', text: `${precinct} I ${firstCount(names)}` }]),
      electsOne && !once
        ? { when: 'Quién fue elegido', text: `${precinct} WON ${names[0] ?? 'A'}` }
        : {
            when: once ? 'Después de la cuenta, todos los grupos' : 'Después de moverse, todos los grupos',
            text: `${precinct} F ${finalCount(names)}`,
          },
      { when: 'Si la respuesta es correcta', text: 'OK y su clave, como OK 482163' },
    ],
    also: [
      { when: 'No es correcta', text: 'NO' },
      { when: 'Un grupo está mal', text: `FIX ${names[0] ?? 'A'} 46` },
      { when: 'Qué está anotado', text: '?' },
      { when: 'La guía', text: 'GUIA' },
      { when: 'Ya está usted ahí', text: 'LISTO' },
      ...(pin === null ? [] : [{ when: 'Desde otro teléfono, una vez', text: `${precinct} PIN ${pin}` }]),
    ],
    call: call === null ? null : `¿Nada funciona? Llame al ${call}.`,
  }
}
