/** Texts that say only what they stand for, for the tests of this folder. */
import type { Procedure } from '../language/index.ts'
import { type TextTree, textKeys } from './text-keys.ts'

export function textsOf(procedure: Procedure, language: string): TextTree {
  return treeOf(textKeys(procedure), language)
}

function treeOf(keys: readonly string[], language: string): TextTree {
  const tree: TextTree = {}
  for (const key of keys) {
    const names = key.split('/').slice(1)
    const last = names.pop() ?? ''
    let at = tree
    for (const name of names) {
      const below = at[name]
      const next = typeof below === 'object' ? below : {}
      at[name] = next
      at = next
    }
    at[last] = `${language} ${key}`
  }
  return tree
}
