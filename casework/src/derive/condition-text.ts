/** A condition in words for a page, as the handbook has it. */
import type { Condition, Procedure } from '../language/index.ts'
import { conditionIn } from './handbook/condition.ts'
import { wordsOf } from './handbook/words/words-of.ts'

/**
 * `say`: what stands under a key such as `/fields/reason/label`.
 * @throws CaseworkError `unknown-language`
 */
export function conditionText(
  procedure: Procedure,
  condition: Condition,
  language: string,
  say: (key: string) => string,
): string {
  return conditionIn({ procedure, words: wordsOf(language), say, nameOf: (name) => name }, condition)
}
