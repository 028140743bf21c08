import type { Reply } from '../../reply.ts'
import type { Voice } from '../words.ts'
import { sentence } from './pieces.ts'

type Unclear = Extract<Reply, { readonly kind: 'unclear' }>

/** What could not be read, quoted, with the fix. */
export function unclear(r: Unclear, v: Voice): readonly string[] {
  const at = r.precinct ? `${r.precinct}: ` : ''
  const word = r.word.length > 24 ? `${r.word.slice(0, 24)}...` : r.word
  const example = v.setting.candidates[0]?.name ?? 'Warren'
  const text = body(r, word, example, v)
  return [at ? `${at}${text}` : sentence(text)]
}

function body(r: Unclear, word: string, example: string, v: Voice): string {
  const two = r.suggestions.map(v.name).join(' o ')
  const letter = r.alignment === 'final' ? 'F' : 'I'
  switch (r.reason) {
    case 'empty':
      return 'su texto no dice nada. Responda AYUDA para ver los pasos.'
    case 'which_alignment':
      return '¿cuenta inicial o final? Mande todo otra vez con I (inicial) o F (final) delante.'
    case 'which_order':
      return `¿la cifra va antes o después del nombre? Mande I o F, luego cada nombre y su cifra: I ${example} 45`
    case 'no_list':
      return `${letter} necesita los grupos: ${letter} ${example} 45`
    case 'several_precincts':
      return 'nombra varios precintos. Por favor mande un texto por cada uno.'
    case 'quoted':
      return 'parece uno de mis textos devuelto. Nada queda registrado. Por favor escriba su respuesta de nuevo.'
    case 'unknown_name':
      if (v.setting.practice && !two)
        return `esto es un ensayo y no conozco "${word}". Los nombres ahora son ${v.setting.candidates.map((c) => c.name).join(', ')}.`
      return two
        ? `no conozco "${word}". ¿Quiere decir ${two}? Mande todo otra vez.`
        : `no conozco "${word}". Nada queda registrado: revise el nombre y mande todo otra vez.`
    case 'two_names':
      return two
        ? `"${word}" puede ser ${two}. Nada queda registrado: mande todo otra vez con el nombre completo.`
        : `"${word}" puede ser dos grupos. Mande todo otra vez con el nombre completo.`
    case 'no_number':
      return `"${word}" no lleva cifra. Nada queda registrado: mande todo otra vez con una cifra tras cada nombre.`
    case 'no_name':
      return `la cifra ${word} no lleva nombre. Nada queda registrado: mande todo otra vez, cada nombre y su cifra.`
    case 'bad_number':
      return `no puedo leer "${word}" como cuenta. Nada queda registrado: mande todo otra vez con cifras: ${example} 45`
    case 'twice':
      return `${word} aparece dos veces con cifras distintas. Nada queda registrado: mande todo otra vez.`
    case 'cut':
      return `el final de su texto parece cortado en "${word}". Nada queda registrado: mande dos textos, el segundo con + delante`
    case 'mixed':
      return 'un OK va solo. Nada queda registrado. Mande primero el cambio, luego OK con la clave nueva.'
    case 'no_code':
      return `${word.toUpperCase()} necesita la clave de mi texto anterior: ${word.toUpperCase()} 4821`
    case 'several_texts':
      return 'son varias cosas a la vez. Nada queda registrado: por favor mande una a la vez.'
    case 'carrier_word':
      return 'Responda AYUDA para ver los pasos.'
    case 'unreadable':
      return word
        ? `no entiendo "${word}". Nada queda registrado: mande otra vez sin eso. Responda AYUDA para ver los pasos.`
        : 'no lo puedo leer. Nada queda registrado. Responda AYUDA para ver los pasos.'
  }
}
