import type { ReactNode } from 'react'
import type { FieldOf } from '../declared/acting.ts'
import type { Naming } from '../declared/naming.ts'
import { Icon } from '../parts/icon.tsx'
import { useTexts } from '../text/use-texts.tsx'
import type { Wrongs } from './check.ts'
import { helpId } from './described.ts'
import { FieldInput } from './field-input.tsx'
import { WrongText } from './wrong-text.tsx'

interface Props {
  fields: readonly FieldOf[]
  naming: Naming
  values: Readonly<Record<string, unknown>>
  wrongs: Wrongs
  /** Those that may be left out, but not with what else stands in the form now. */
  asked: readonly string[]
  /** What stands before the act once this is in it. */
  raises?: ((name: string) => ReactNode) | undefined
  onChange(name: string, value: unknown): void
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
export function ActFields({ fields, naming, values, wrongs, asked, raises, onChange }: Props) {
  const { t } = useTexts()
  return (
    <>
      {fields.map((of) => {
        const id = `field-${of.name}`
        const found = wrongs[of.name] ?? []
        const help = naming.fieldHelp(of.name)
        const raised = raises?.(of.name)
        return (
          <div key={of.name} className={found.length > 0 ? 'form-field form-field-wrong' : 'form-field'}>
            <div className="form-label">
              <label id={`${id}-label`} htmlFor={id}>
                {naming.field(of.name)}{' '}
                {of.needed ? (
                  <span className="needed" role="img" aria-label={t('form.needed')} />
                ) : (
                  <span className="soft">
                    · {t(asked.includes(of.name) ? 'form.needed-now' : 'form.optional')}
                  </span>
                )}
              </label>
              <PartMark of={of} naming={naming} />
            </div>
            {(help || raised) && (
              <p id={helpId(id)} className="form-help">
                {help} {raised && <span className="form-raises">{raised}</span>}
              </p>
            )}
            <FieldInput
              id={id}
              name={of.name}
              field={of.field}
              naming={naming}
              beside={values}
              value={values[of.name]}
              onChange={(value) => onChange(of.name, value)}
              invalid={found.length > 0}
              wrongs={found}
              needed={of.needed}
            />
            <WrongText id={id} field={of.field} found={found} />
          </div>
        )
      })}
    </>
  )
}
