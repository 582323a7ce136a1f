import { Button } from 'antd'
import { useRef } from 'react'
import type { Field } from '../../api/types.ts'
import { Icon } from '../../parts/icon.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { inRows } from '../check.ts'
import { described } from '../described.ts'
import { FieldInput } from '../field-input.tsx'
import type { InputOf } from '../input.ts'
import { useRowKeys } from '../row-keys.ts'
import { WrongText } from '../wrong-text.tsx'

type Row = Record<string, unknown>

/** Rows of the same few fields; where they are needed, the first stands ready. */
export function ListInput({ id, name, field, naming, value, onChange, needed, wrongs }: InputOf<'list'>) {
  const { t } = useTexts()
  const rows: Row[] = Array.isArray(value) && value.length > 0 ? (value as Row[]) : needed ? [{}] : []
  const { keys, removed } = useRowKeys(rows.length)
  const columns = Object.entries(field.row)
  const found = inRows(rows, wrongs)

  // A file that has come changes its row by itself, perhaps before the page has shown another change.
  const latest = useRef(rows)
  latest.current = rows

  function change(next: Row[]): void {
    latest.current = next
    onChange(next)
  }
  function put(at: number, column: string, next: unknown): void {
    change(latest.current.map((row, each) => (each === at ? { ...row, [column]: next } : row)))
  }
  function remove(at: number): void {
    removed(at)
    change(latest.current.filter((_, each) => each !== at))
  }

  return (
    <ol id={id} className="list-edit" aria-labelledby={`${id}-label`} {...described(id)}>
      {rows.map((row, at) => (
        <li key={keys[at]} className="list-row">
          <div className="list-fields">
            {columns.map(([column, of]) => (
              <div
                key={column}
                className={found(at, column).length > 0 ? 'list-field list-field-wrong' : 'list-field'}
              >
                <label id={`${id}-${keys[at]}-${column}-label`} htmlFor={`${id}-${keys[at]}-${column}`}>
                  {naming.row(name, column)}
                  {field.needs.includes(column) && <span className="needed" aria-hidden="true" />}
                </label>
                <FieldInput
                  id={`${id}-${keys[at]}-${column}`}
                  name={column}
                  field={of as Omit<Field, 'part'>}
                  naming={naming}
                  beside={row}
                  value={row[column]}
                  onChange={(next) => put(at, column, next)}
                  invalid={found(at, column).length > 0}
                  wrongs={found(at, column)}
                  needed={field.needs.includes(column)}
                />
                <WrongText
                  id={`${id}-${keys[at]}-${column}`}
                  field={of as Omit<Field, 'part'>}
                  found={found(at, column)}
                />
              </div>
            ))}
          </div>
          {(rows.length > 1 || !needed) && (
            <Button
              type="text"
              aria-label={t('form.remove-row', { number: at + 1 })}
              icon={<Icon name="close" size={12} />}
              onClick={() => remove(at)}
            />
          )}
        </li>
      ))}
      {rows.length < field.most && (
        <li className="list-more">
          <Button
            size="small"
            icon={<Icon name="plus" size={12} />}
            onClick={() => change([...latest.current, {}])}
          >
            {t('form.another-row')}
          </Button>
        </li>
      )}
    </ol>
  )
}
