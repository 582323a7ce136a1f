/**
 * Makes the OpenAPI 3.1 document from the schemas that check the requests. It is our own code because the usual plugin
 * turns constants into one-value enums and loses patterns of keys. A schema with a title becomes a component.
 */
import type { FastifyInstance, RouteOptions } from 'fastify'
import { BODY_LIMIT } from './parse.ts'
import { CSRF_HEADER } from './session.ts'

type Json = Readonly<Record<string, unknown>>

export interface Route {
  method: string
  url: string
  open: boolean
  schema: Json
}

/** Collects the routes of the API as they are registered. */
export function collectRoutes(app: FastifyInstance): Route[] {
  const routes: Route[] = []
  app.addHook('onRoute', (route: RouteOptions) => {
    if (!route.url.startsWith('/api/') || route.method === 'HEAD' || typeof route.method !== 'string') return
    routes.push({
      method: route.method,
      url: route.url,
      open: route.config?.open === true,
      schema: (route.schema ?? {}) as Json,
    })
  })
  return routes
}

export function openApi(routes: readonly Route[], cookie: string): Json {
  const components: Record<string, Json> = {}
  const paths: Record<string, Record<string, Json>> = {}
  for (const route of routes) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, components) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: "Counterpart: officers' API",
      version: '1',
      description:
        'All that a page or any other client of an office uses. Input is never coerced, defaulted or stripped: a key ' +
        'that is not named here is refused. Errors carry a stable code and a sentence in three languages. Sign in, ' +
        `keep the cookie, and send the session's \`csrf\` as \`${CSRF_HEADER}\` with every request that is not a GET.`,
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: cookie },
        csrf: { type: 'apiKey', in: 'header', name: CSRF_HEADER },
      },
    },
  }
}

function operation(route: Route, components: Record<string, Json>): Json {
  const { schema, method } = route
  const produces = typeof schema.produces === 'string' ? schema.produces : 'application/json'
  const parameters = [
    ...parametersOf(schema.params, 'path', components),
    ...parametersOf(schema.querystring, 'query', components),
  ]
  const body = schema.body
  const { consumes } = schema
  return {
    operationId: schema.operationId,
    summary: schema.summary,
    tags: schema.tags,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            required: true,
            description: `At most ${BODY_LIMIT} bytes`,
            content: { 'application/json': { schema: hoist(body, components) } },
          },
        }
      : {}),
    ...(typeof consumes === 'string'
      ? {
          requestBody: {
            required: true,
            content: { [consumes]: { schema: { type: 'string', format: 'binary' } } },
          },
        }
      : {}),
    responses: responsesOf(schema.response, produces, components),
    security: route.open ? [] : [method === 'GET' ? { session: [] } : { session: [], csrf: [] }],
  }
}

const meanings: Readonly<Record<string, string>> = {
  '200': 'Done',
  '302': 'Go there',
  '4XX': 'Refused',
  '5XX': 'The node could not do it',
}

function responsesOf(responses: unknown, produces: string, components: Record<string, Json>): Json {
  const entries = Object.entries((responses ?? {}) as Record<string, unknown>).map(([status, schema]) => {
    const name = status.toUpperCase()
    const type = status.startsWith('2') ? produces : 'application/json'
    const content = status.startsWith('3')
      ? {}
      : { content: { [type]: { schema: hoist(schema, components) } } }
    return [name, { description: meanings[name] ?? 'See the code', ...content }]
  })
  return Object.fromEntries(entries)
}

function parametersOf(schema: unknown, place: 'path' | 'query', components: Record<string, Json>): Json[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: hoist(one, components),
  }))
}

/** A copy in which every schema with a title is a reference to its component. */
function hoist(schema: unknown, components: Record<string, Json>): unknown {
  if (Array.isArray(schema)) return schema.map((one) => hoist(one, components))
  if (typeof schema !== 'object' || schema === null) return schema
  const title = (schema as { title?: unknown; type?: unknown }).title
  if (typeof title !== 'string' || !('type' in schema))
    return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, hoist(value, components)]))
  if (!Object.hasOwn(components, title)) {
    components[title] = {}
    components[title] = Object.fromEntries(
      Object.entries(schema).flatMap(([key, value]) =>
        key === 'title' ? [] : [[key, hoist(value, components)]],
      ),
    )
  }
  return { $ref: `#/components/schemas/${title}` }
}
