import { useTexts } from '../text/use-texts.tsx'
import type { Naming } from './naming.ts'
import { askedOf } from './refusing.ts'

/** Why an act has no effect, in words: where a condition is not met, also which. */
export function useWhy(naming: Naming): (code: string | null, act: string | null, said?: string) => string {
  const { t, named } = useTexts()
  return (code, act, said) => {
    const why = said ?? (code === null ? t('verdict.other') : named('verdict', code, t('verdict.other')))
    const asked = askedOf(naming.declared, act, code)
    return asked.length === 0 ? why : `${why} ${t('form.condition', { condition: naming.conditions(asked) })}`
  }
}
