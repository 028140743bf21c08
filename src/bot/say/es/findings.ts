import type { Finding } from '../../../math/types.ts'
import type { Voice } from '../words.ts'

/** A finding as the chair hears it: no full stop, no advice. */
export function finding(f: Finding, v: Voice): string {
  const n = f.numbers
  const first = f.groups[0] === undefined ? '' : v.name(f.groups[0])
  switch (f.code) {
    case 'CHECKSUM_DIFFERS':
      return `la cuenta ${f.groups[0] === 'initial' ? 'inicial' : 'final'} suma ${n.sum}, no ${n.said}`
    case 'GROUP_SUM_EXCEEDS_ATTENDANCE':
      return (n.initial ?? 0) > (n.attendance ?? 0)
        ? `la cuenta inicial suma ${n.initial} pero hay ${n.attendance} presentes`
        : `la cuenta final suma ${n.final} pero hay ${n.attendance} presentes`
    case 'UNDERCOUNT':
      return `${n.missing} de los ${n.attendance} presentes no ${n.missing === 1 ? 'tiene' : 'tienen'} grupo`
    case 'FINAL_EXCEEDS_INITIAL':
      return `el total final ${n.final} es mayor que los ${n.initial} de la cuenta inicial`
    case 'FINAL_MISSING':
      return 'la cuenta final no tiene a nadie'
    case 'INITIAL_MISSING':
      return n.final ? 'falta la cuenta inicial' : 'la cuenta inicial no tiene a nadie'
    case 'VIABLE_GROUP_SHRANK':
      return `${first} era viable con ${n.initial} y ahora tiene ${n.final}; un grupo viable conserva a su gente`
    case 'ADJACENT_SHIFT':
      return `${first} pasa de ${n.initial} a 0 y ${v.name(f.groups[1] ?? '')} de 0 a ${n.final}, como si se cruzaran dos filas`
    case 'NO_VIABLE_GROUP':
      return `ninguno llega a los ${n.threshold} que hacen falta; hay que alinearse otra vez`
    case 'REALIGNED_THOUGH_ALL_VIABLE':
      return 'todos los grupos ya eran viables, nadie necesitaba moverse'
    case 'ONE_DELEGATE_NOT_PLURALITY':
      return `${first} no es el grupo mayor`
    case 'ATTENDANCE_MISSING':
      return `no hay asistencia, se toma ${n.attendance}`
    default:
      return f.code.toLowerCase().replaceAll('_', ' ')
  }
}
