import type { OperatedRelation, Operation } from '../../api/types.ts'
import { Panel } from '../../parts/panel.tsx'
import { useParty } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { LogStrip } from './log-strip.tsx'
import { Pairs } from './pairs.tsx'
import { stripOf } from './scrub-strip.ts'

type Scrub = NonNullable<OperatedRelation['scrub']>

function Found({ open }: { open: Scrub['open'] }) {
  const { t, named, number } = useTexts()
  if (open.count === 0) return <p className="alarm-none">{t('scrub.sound')}</p>
  return (
    <>
      <p className="damage-open">{t('scrub.open', { count: open.count })}</p>
      <ul className="damage-kinds">
        {open.kinds.map(({ what, count }) => (
          <li key={what}>
            {named('damage', what)} <b>{number(count)}</b>
          </li>
        ))}
      </ul>
    </>
  )
}

function One({ relation: { other, scrub, stored } }: { relation: OperatedRelation }) {
  const { t, named, moment, span } = useTexts()
  const nameOf = useParty()
  const title = t('scrub.title', { party: nameOf(other) })
  if (scrub === null)
    return (
      <Panel title={title}>
        <p className="alarm-what">{t('operation.not-read')}</p>
      </Panel>
    )
  const { pass, at, last, open } = scrub
  const now =
    at === null
      ? named('scrub-pass', pass)
      : `${t('value.labelled', { label: named('scrub-pass', pass) })}${named('scrub-stage', at.stage)}, ${t('operation.of', { part: scrub.done, whole: scrub.of })}`
  const found = (of: { found: number; repaired: number }) =>
    t('scrub.found-of', { found: of.found, repaired: of.repaired })
  return (
    <Panel title={title}>
      <Found open={open} />
      {stored &&
        (['ours', 'theirs'] as const).map((side) => (
          <LogStrip
            key={side}
            name={t(`scrub.log-${side}`)}
            size={stored.logs[side].size}
            {...stripOf(scrub, side, other)}
          />
        ))}
      <Pairs
        rows={[
          [
            t('scrub.last'),
            last === null
              ? t('scrub.never')
              : t('scrub.last-at', {
                  at: moment(last.ended),
                  span: span(Math.max(0, last.ended - last.began)),
                }),
          ],
          ...(last === null ? [] : ([[t('scrub.last-found'), found(last)]] as const)),
          [t('scrub.now'), now],
          ...(at === null ? [] : ([[t('scrub.now-found'), found(scrub)]] as const)),
        ]}
      />
    </Panel>
  )
}

/** Whether what is stored is what was written: how far the looking is, and where something is not. */
export function ScrubSection({ operation }: { operation: Operation }) {
  return operation.relations.map((relation) => <One key={relation.id} relation={relation} />)
}
