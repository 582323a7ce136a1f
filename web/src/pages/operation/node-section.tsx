import type { Operation } from '../../api/types.ts'
import { Panel } from '../../parts/panel.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { Pairs } from './pairs.tsx'

/** Whether the node can do its work, check by check, and since when it runs. */
export function NodeSection({ operation: { health, since, now } }: { operation: Operation }) {
  const { t, named, moment, span } = useTexts()
  const checks = Object.entries(health.checks).map(([name, state]) => {
    const [check = '', relation] = name.split(' ')
    const word = named('check', check)
    return [relation === undefined ? word : `${word} · ${relation}`, named('state', state)] as const
  })
  return (
    <Panel title={t('operation.node')}>
      <Pairs
        rows={[
          [
            t('operation.since'),
            t('operation.since-span', { at: moment(since), span: span(Math.max(0, now - since)) }),
          ],
          ...checks,
        ]}
      />
    </Panel>
  )
}
