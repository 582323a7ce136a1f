import { useState } from 'react'

/** Gives each row of a list an id of this page, so that taking one away does not mix up what is typed. */
export function useRowKeys(count: number): { keys: readonly number[]; removed(at: number): void } {
  const [state, setState] = useState<{ keys: number[]; next: number }>({ keys: [], next: 0 })
  const keys = state.keys.slice(0, count)
  let next = state.next
  while (keys.length < count) keys.push(next++)
  if (next !== state.next || keys.length !== state.keys.length) setState({ keys, next })
  return {
    keys,
    removed: (at) => setState({ keys: keys.filter((_, each) => each !== at), next }),
  }
}
