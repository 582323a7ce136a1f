import { Tooltip } from 'antd'
import type { Word } from '../api/types.ts'
import { useTexts } from '../text/use-texts.tsx'

const TONES: Readonly<Record<Word, string>> = {
  drafted: 'plain',
  approved: 'plain',
  recorded: 'wait',
  delivered: 'sure',
  'on-its-way': 'wait',
  effective: 'good',
  overtaken: 'fallen',
  void: 'fallen',
  opened: 'good',
}

/** A delivery word, always with what it claims one hover or focus away. */
export function WordChip({ words, held }: { words: readonly Word[]; held?: string | null }) {
  const { named } = useTexts()
  const last = words.at(-1)
  if (last === undefined) return null
  const tone = TONES[words[0] ?? last]
  const why = held ? ` · ${named('held', held)}` : ''
  return (
    <Tooltip title={words.map((word) => named('word-means', word)).join(' ')}>
      <span className={`word word-${held ? 'wait' : tone}`}>
        {words.map((word) => named('word', word)).join(' · ')}
        {why}
      </span>
    </Tooltip>
  )
}
