import { type TextTree, textAt } from '../derive/text-keys.ts'
import type { Procedure, TextLanguage } from '../language/index.ts'
import { own } from '../language/own.ts'
import type { Names } from './slot-text.ts'

/** A declaration with its texts by language, as a node gives it. */
export interface Worded {
  procedure: Procedure
  texts: Readonly<Record<string, TextTree>>
}

/** Words of the declarations themselves: in the language asked for, else in English, else the bare name. */
export function namesOf(
  find: (procedure: string) => Worded | null,
  language: TextLanguage,
  party: (code: string) => string,
): Names {
  return {
    procedure: (name) => find(name)?.procedure ?? null,
    say: (name, key) => {
      const texts = find(name)?.texts ?? {}
      for (const one of [language, 'en']) {
        const words = textAt(own(texts, one) ?? {}, key)
        if (words) return words
      }
      return key.split('/').at(-1) || name
    },
    party,
  }
}
