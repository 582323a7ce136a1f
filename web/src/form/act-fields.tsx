import type { FieldOf } from '../declared/acting.ts'
import type { Naming } from '../declared/naming.ts'
import { Icon } from '../parts/icon.tsx'
import { useTexts } from '../text/use-texts.tsx'
import type { Wrong } from './check.ts'
import { FieldInput } from './field-input.tsx'

interface Props {
  fields: readonly FieldOf[]
  naming: Naming
  values: Readonly<Record<string, unknown>>
  wrongs: Readonly<Record<string, Wrong>>
  onChange(name: string, value: unknown): void
}

/** A number that is wrong is told by what the field takes. */
function useWrongText(): (of: FieldOf, wrong: Wrong) => string {
  const { t } = useTexts()
  return ({ field }, wrong) => {
    if (field.kind !== 'count' || wrong === 'needed') return t(`wrong.${wrong}`)
    // As they are typed: the least may be a year.
    return t('wrong.whole', { min: String(field.min), max: String(field.max) })
  }
}

/** Where the value of a field lies when that matters to whoever fills it in. */
function PartMark({ of, naming }: { of: FieldOf; naming: Naming }) {
  const { t } = useTexts()
  const part = naming.declared?.procedure.parts[of.field.part]
  if (!part?.personal) return null
  return (
    <span className="mark-personal" title={t('form.personal-means')}>
      <Icon name="seal" size={12} /> {t('form.personal')}
    </span>
  )
}

/** The fields of one act, each with its label, its help and what is wrong with it. */
export function ActFields({ fields, naming, values, wrongs, onChange }: Props) {
  const { t } = useTexts()
  const wrongText = useWrongText()
  return (
    <>
      {fields.map((of) => {
        const id = `field-${of.name}`
        const wrong = wrongs[of.name]
        const help = naming.fieldHelp(of.name)
        return (
          <div key={of.name} className={wrong ? 'form-field form-field-wrong' : 'form-field'}>
            <div className="form-label">
              <label id={`${id}-label`} htmlFor={id}>
                {naming.field(of.name)}{' '}
                {of.needed ? (
                  <span className="needed" role="img" aria-label={t('form.needed')} />
                ) : (
                  <span className="soft">· {t('form.optional')}</span>
                )}
              </label>
              <PartMark of={of} naming={naming} />
            </div>
            {help && <p className="form-help">{help}</p>}
            <FieldInput
              id={id}
              name={of.name}
              field={of.field}
              naming={naming}
              beside={values}
              value={values[of.name]}
              onChange={(value) => onChange(of.name, value)}
              invalid={wrong !== undefined}
              needed={of.needed}
            />
            {wrong && (
              <p className="form-wrong" role="alert">
                {wrongText(of, wrong)}
              </p>
            )}
          </div>
        )
      })}
    </>
  )
}
