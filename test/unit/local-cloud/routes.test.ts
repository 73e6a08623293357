import { expect, test } from 'vitest';
import { checkRouteKey, createRouter } from '../../../infra/local/http/routes.ts';

const find = createRouter(
  ['GET /a/{id}', 'GET /a/list', 'ANY /a/{id}', 'GET /{all+}', 'POST /files/{path+}', '$default'].map((key) => ({
    key,
  })),
);

test.each([
  ['GET', '/a/list', 'GET /a/list', undefined],
  ['GET', '/a/7', 'GET /a/{id}', { id: '7' }],
  ['PUT', '/a/7', 'ANY /a/{id}', { id: '7' }],
  ['GET', '/a/7/more', 'GET /{all+}', { all: 'a/7/more' }],
  ['POST', '/files/%E6%8A%A5/x', 'POST /files/{path+}', { path: '报/x' }],
  ['POST', '/elsewhere', '$default', undefined],
  ['GET', '/', '$default', undefined],
])('%s %s takes %s', (method, path, key, pathParameters) => {
  expect(find(method, path)).toEqual({ route: { key }, pathParameters });
});

test('without $default nothing is found for what no route takes', () => {
  expect(createRouter([{ key: 'GET /a' }])('GET', '/b')).toBeUndefined();
});

test('a route key that is not understood is refused', () => {
  for (const key of ['get /a', 'GET a', 'FETCH /a', 'GET /{all+}/more'])
    expect(checkRouteKey(key), key).toHaveLength(1);
});
