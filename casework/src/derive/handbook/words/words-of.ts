import { CaseworkError } from '../../../errors.ts'
import { own } from '../../../language/own.ts'
import { en } from './en.ts'
import { vi } from './vi.ts'
import type { HandbookWords } from './words.ts'
import { zhHans } from './zh-hans.ts'

const WORDS: Readonly<Record<string, HandbookWords>> = { en, vi, 'zh-Hans': zhHans }

/** @throws CaseworkError `unknown-language` */
export function wordsOf(language: string): HandbookWords {
  const words = own(WORDS, language)
  if (!words) throw new CaseworkError('unknown-language')
  return words
}
