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
      return 'su texto estaba vacio. Responda AYUDA para la guia.'
    case 'which_alignment':
      return '¿cuenta inicial o final? Mande otra vez con I (inicial) o F (final) delante.'
    case 'which_order':
      return `¿el numero va antes o despues del nombre? Mande I o F, luego cada nombre y su numero: I ${example} 45`
    case 'no_list':
      return `${letter} necesita los grupos: ${letter} ${example} 45`
    case 'several_precincts':
      return 'nombra mas de un precinto. Mande un texto por cada uno.'
    case 'quoted':
      return 'parece uno de mis textos devuelto. Nada se registro. Escriba su respuesta de nuevo.'
    case 'unknown_name':
      if (v.setting.practice && !two)
        return `esto es practica, no conozco "${word}". Los nombres ahora son ${v.setting.candidates.map((c) => c.name).join(', ')}.`
      return two
        ? `no conozco "${word}". ¿Es ${two}? Mande todo otra vez.`
        : `no conozco "${word}". Nada se registro: revise el nombre y mande todo otra vez.`
    case 'two_names':
      return two
        ? `"${word}" puede ser ${two}. Nada se registro: mande todo otra vez con el nombre completo.`
        : `"${word}" puede ser dos grupos. Mande todo otra vez con el nombre completo.`
    case 'no_number':
      return `"${word}" no tiene numero. Nada se registro: mande todo otra vez con un numero tras cada nombre.`
    case 'no_name':
      return `el numero ${word} no tiene nombre. Nada se registro: mande todo otra vez, cada nombre y su numero.`
    case 'bad_number':
      return `no puedo leer "${word}" como cuenta. Nada se registro: mande todo otra vez con cifras: ${example} 45`
    case 'twice':
      return `${word} esta dos veces con cifras distintas. Nada se registro: mande todo otra vez.`
    case 'cut':
      return `el final de su texto parece cortado en "${word}". Nada se registro: mande dos textos, el segundo empieza con +`
    case 'mixed':
      return 'un OK va solo. Nada se registro. Mande primero el cambio, luego OK con la clave nueva.'
    case 'no_code':
      return 'OK necesita la clave de mi ultimo texto: OK 4821'
    case 'several_texts':
      return 'son varias cosas a la vez. Nada se registro: mande una a la vez.'
    case 'carrier_word':
      return 'Responda AYUDA para la guia.'
    case 'unreadable':
      return word
        ? `no entiendo "${word}". Nada se registro: mande otra vez sin eso. Responda AYUDA para la guia.`
        : 'no puedo leer eso. Nada se registro. Responda AYUDA para la guia.'
  }
}
