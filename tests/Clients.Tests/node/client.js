// node-postgres: pools, parameters, prepared statements, cursors and streams, transactions, errors, cancelling.
const assert = require('node:assert');
const { Client, Pool, Query } = require('pg');
const Cursor = require('pg-cursor');
const QueryStream = require('pg-query-stream');

async function main() {
  const pool = new Pool({ max: 3 });
  const many = await Promise.all([1, 2, 3, 4, 5].map((id) => pool.query('SELECT name FROM crm.customers WHERE id = $1', [id])));
  assert.deepStrictEqual(many.map((result) => result.rows[0].name), [1, 2, 3, 4, 5].map((id) => `Customer ${id}`));
  await pool.end();

  const client = new Client();
  await client.connect();
  const row = (await client.query(
    'SELECT $1::int AS i, $2::bigint AS l, $3::float8 AS f, $4::numeric AS n, $5::text AS t, $6::bytea AS b, $7::boolean AS o, $8::jsonb AS j, $9::int[] AS a, $10::timestamptz AS z, $11::text AS e',
    [7, '1099511627776', 1.5, '12.340', "it's ü 😀", Buffer.from([0, 255]), true, { a: [1, null] }, [1, null, 3], new Date(Date.UTC(2024, 1, 29, 12)), null])).rows[0];
  assert.deepStrictEqual(row, {
    i: 7, l: '1099511627776', f: 1.5, n: '12.340', t: "it's ü 😀", b: Buffer.from([0, 255]), o: true, j: { a: [1, null] }, a: [1, null, 3], z: new Date(Date.UTC(2024, 1, 29, 12)), e: null,
  });
  for (let i = 1; i < 8; i++) {
    const found = await client.query({ name: 'by-id', text: 'SELECT id FROM crm.customers WHERE id = $1', values: [i] });
    assert.deepStrictEqual(found.rows, [{ id: i }]);
    assert.strictEqual(found.fields[0].dataTypeID, 23);
  }

  await client.query('CREATE SCHEMA node; CREATE TABLE node.t (id integer PRIMARY KEY, name text)');
  await client.query('BEGIN');
  await client.query('INSERT INTO node.t SELECT i, $1 || i FROM generate_series(1, 500) i', ['n']);
  await client.query('ROLLBACK');
  assert.strictEqual((await client.query('SELECT count(*)::int AS n FROM node.t')).rows[0].n, 0);
  assert.strictEqual((await client.query('INSERT INTO node.t SELECT i, $1 || i FROM generate_series(1, 500) i', ['n'])).rowCount, 500);

  const cursor = client.query(new Cursor('SELECT id FROM node.t WHERE id > $1 ORDER BY id', [100]));
  assert.strictEqual((await cursor.read(10))[9].id, 110);
  assert.strictEqual((await cursor.read(5))[0].id, 111);
  await cursor.close();
  let sum = 0;
  for await (const { id } of client.query(new QueryStream('SELECT id FROM node.t', [], { batchSize: 64 }))) sum += id;
  assert.strictEqual(sum, (500 * 501) / 2);

  await assert.rejects(client.query('INSERT INTO node.t VALUES (1, $1)', ['again']), { code: '23505', detail: 'Key (id)=(1) already exists.' });
  await assert.rejects(client.query('SELECT nothing FROM node.t'), { code: '42703', position: '8' });
  await assert.rejects(client.query('SELECT $1::int', ['x']), { code: '22P02' });

  const sleeping = new Query('SELECT pg_sleep(60)');
  const slept = new Promise((resolve, reject) => { sleeping.on('error', reject); sleeping.on('end', resolve); });
  client.query(sleeping);
  setTimeout(() => new Client().cancel(client, sleeping), 300);
  await assert.rejects(slept, { code: '57014' });
  await client.end();
  console.log('node-postgres', require('pg/package.json').version);
}

main().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
