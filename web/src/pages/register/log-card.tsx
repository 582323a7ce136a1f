import type { RegisterSide } from '../../api/types.ts'
import { Copy } from '../../parts/copy.tsx'
import { useParty } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** One log in a few figures. The bar is how much of it the side that does not write it has signed for. */
export function LogCard({ of, ours }: { of: RegisterSide; ours: boolean }) {
  const { t, number, moment } = useTexts()
  const nameOf = useParty()
  const cosigned = t(ours ? 'register.cosigned' : 'register.we-cosigned')
  return (
    <header className="log-card">
      <h2>{t(ours ? 'register.ours' : 'register.theirs', { party: nameOf(of.side) })}</h2>
      <p className="log-size">
        <b>{number(of.size)}</b> {t('register.entries', { count: of.size })}
      </p>
      <progress max={Math.max(1, of.size)} value={of.cosigned} aria-label={cosigned} />
      <dl className="pairs">
        <div>
          <dt>{cosigned}</dt>
          <dd>{number(of.cosigned)}</dd>
        </div>
        <div>
          <dt>{t('proof.signed')}</dt>
          <dd>{of.signedAt === null ? '—' : moment(of.signedAt)}</dd>
        </div>
        {of.witnesses.map(({ name, size, at }) => (
          <div key={name}>
            <dt>{t('register.witness', { name })}</dt>
            <dd>{t('register.witnessed', { size: number(size), at: moment(at) })}</dd>
          </div>
        ))}
        {of.stamps.map(({ authority, size, time }) => (
          <div key={authority}>
            <dt>{t('register.stamp', { name: new URL(authority).host })}</dt>
            <dd>{t('register.witnessed', { size: number(size), at: moment(time) })}</dd>
          </div>
        ))}
        <div>
          <dt>{t('register.root')}</dt>
          <dd>
            <Copy whole={of.root} short={`${of.root.slice(0, 8)} ${of.root.slice(8, 16)}…`} />
          </dd>
        </div>
      </dl>
    </header>
  )
}
