/** The way of an act as it is drawn: what is behind it, and what may still come. Pure. */
import type { Way, Word } from '../../api/types.ts'

export interface Stop {
  key: string
  word: Word
  /** `null` for what is still to come. */
  stage: Way['stages'][number] | null
}

const END: readonly Word[] = ['effective', 'overtaken', 'void']

/** Without effect it goes no further, but for being opened; what only a person can do is never promised. */
export function stopsOf({ stages, own }: Pick<Way, 'stages' | 'own'>): Stop[] {
  const stops: Stop[] = stages.map((stage, at) => ({ key: `${at}`, word: stage.word, stage }))
  const words = stages.map(({ word }) => word)
  const toCome: Word[] = []
  if (own && !words.includes('delivered')) toCome.push('delivered')
  if (!words.some((word) => END.includes(word))) toCome.push('effective')
  if (own && !words.includes('opened')) toCome.push('opened')
  return [...stops, ...toCome.map((word) => ({ key: word, word, stage: null }))]
}
