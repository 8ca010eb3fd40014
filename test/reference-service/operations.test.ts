// Section 7 of the description: functions and actions.
import { describe, expect, it } from 'vitest';
import { describeReference, fullKeys, keysOf } from './reference-service.ts';

describeReference('operations', (ask) => {
  const products: Readonly<Record<string, string>> = {
    '/GetTopProducts()': '6 1 5 4 7 2 3',
    '/GetTopProducts': '6 1 5 4 7 2 3',
    '/GetTopProducts(count=2)': '6 1',
    '/GetTopProducts(count=0)': '',
    '/GetTopProducts?count=2': '6 1',
    '/GetTopProducts()?count=2': '6 1',
    '/GetTopProducts(count=@c)?@c=2': '6 1',
    "/GetTopProducts(count=5,category='Kitchen')": '3',
    "/GetTopProducts(category='Kitchen',count=5)": '3',
    "/GetTopProducts(count=5,category='Nothing')": '',
    "/GetTopProducts?count=5&category='Kitchen'": '3',
    '/GetTopProducts?count=5&category=Kitchen': '3',
    '/GetTopProducts(count=5)?$filter=Price lt 1000&$orderby=Price&$top=2': '7 4',
    '/GetTopProducts(count=5)/$filter(Price lt 300)': '4 7',
    '/GetTopProducts(count=3)/ReferenceService.SpecialProduct': '6 1',
    "/FindProducts(name='Mouse',maxPrice=100)": '2',
    "/FindProducts(name='Mouse',maxPrice=149.99)": '2 7',
    "/FindProducts(name='mouse',maxPrice=1000)": '',
    '/FindProducts?name=Mouse&maxPrice=1000': '2 7',
    "/FindProducts(name=@n,maxPrice=@m)?@n='Mouse'&@m=1000": '2 7',
    '/Products(P#1)/GetRelatedProducts()': '2 5 6 7',
    '/Products(P#1)/GetRelatedProducts': '2 5 6 7',
    '/Products(P#1)/ReferenceService.GetRelatedProducts()': '2 5 6 7',
    '/Products(P#1)/GetRelatedProducts()?$top=1': '2',
    '/Products(P#3)/GetRelatedProducts()': '',
    '/Products/P#1/GetRelatedProducts()': '2 5 6 7',
    '/Categories(C#1)/Products(P#1)/GetRelatedProducts()': '2 5 6 7',
    '/Products(P#2)/Category/Products(P#1)/GetRelatedProducts()': '2 5 6 7',
  };
  for (const [path, keys] of Object.entries(products))
    it(path, async () => {
      expect(keysOf(await ask(`GET ${path}`))).toBe(keys);
    });

  const values: Readonly<Record<string, unknown>> = {
    '/Calculate(value=21)': 42,
    '/Calculate(a=1,b=2)': 3,
    '/Calculate(b=2,a=1)': 3,
    '/Calculate?a=1&b=2': 3,
    '/Calculate()?value=21': 42,
    '/Calculate(value=-1)': -2,
    '/Calculate(a=@a,b=@b)?@a=1&@b=2': 3,
    "/Convert(input='x')": 'String: x',
    "/Convert(input='it''s')": "String: it's",
    '/Convert?input=x': 'String: x',
    "/Convert?input='x'": 'String: x',
    '/Convert(number=5)': 'Number: 5',
    '/Products(P#1)/GetTotalPrice(taxRate=0.08)': 999.99 * 1.08,
    '/Products(P#1)/ReferenceService.GetTotalPrice(taxRate=0.08)': 999.99 * 1.08,
    '/Products(P#1)/GetTotalPrice?taxRate=0.08': 999.99 * 1.08,
    '/Products(P#1)/GetTotalPrice(taxRate=@t)?@t=0.5': 999.99 * 1.5,
    '/Products(P#1)/CalculatePrice(discount=10)': 999.99 * (1 - 10 / 100),
    '/Products(P#1)/CalculatePrice(discount=10,tax=20)': 999.99 * (1 - 10 / 100) * (1 + 20 / 100),
    "/Products(P#3)/GetInfo(format='short')": 'Product: Coffee Mug (Price: 15.50) in short format',
    '/Products(P#3)/GetInfo?format=short': 'Product: Coffee Mug (Price: 15.50) in short format',
    '/Products/GetAveragePrice()': (999.99 + 29.99 + 15.5 + 249.99 + 799.99 + 1999.99 + 149.99) / 7,
    '/Products/ReferenceService.GetAveragePrice()':
      (999.99 + 29.99 + 15.5 + 249.99 + 799.99 + 1999.99 + 149.99) / 7,
    '/Products/$filter(Price gt 1000)/GetAveragePrice()': 1999.99,
    '/Categories(C#2)/Products/GetAveragePrice()': 15.5,
  };
  for (const [path, value] of Object.entries(values))
    it(path, async () => {
      const { body, text } = await ask(`GET ${path}`);
      expect(body.value, text).toEqual(value);
    });

  const statuses: Readonly<Record<string, number>> = {
    'GET /GetTopProducts(count=-1)': 400,
    "GET /GetTopProducts(count='x')": 400,
    'GET /GetTopProducts(unknown=1)': 400,
    "GET /GetTopProducts(category='Kitchen')": 400,
    'GET /FindProducts(maxPrice=1)': 400,
    'GET /Calculate()': 400,
    'GET /Calculate(a=1)': 400,
    'GET /Calculate(value=9223372036854775807)': 400,
    'GET /Calculate(a=9223372036854775807,b=1)': 400,
    'GET /Calculate(value=1.5)': 400,
    'GET /Products(P#1)/GetTotalPrice()': 400,
    "GET /Products(P#1)/GetTotalPrice(taxRate='x')": 400,
    'GET /Products(P#1)/CalculatePrice(tax=1)': 400,
    'GET /Products(P#0)/GetTotalPrice(taxRate=1)': 404,
    'GET /Products(P#0)/GetTotalPrice()': 404,
    'POST /GetTopProducts()': 405,
    'POST /Products(P#1)/GetTotalPrice(taxRate=1)': 405,
    'GET /Process': 405,
    'GET /ResetProducts': 405,
    'GET /Products(P#1)/Activate': 405,
    'POST /Products(P#0)/Activate': 404,
    'GET /Products(P#1)/NoFunction()': 404,
    'GET /NoFunction()': 404,
    'GET /GetProductStats()/totalProducts': 404,
    'GET /Products/GetAveragePrice(x=1)': 400,
  };
  for (const [line, status] of Object.entries(statuses))
    it(`${line}: ${status}`, async () => {
      const answer = await ask(line, line.startsWith('POST') ? {} : undefined);
      expect(answer.status, answer.text).toBe(status);
    });

  it('results have the fitting context', async () => {
    const context = async (path: string): Promise<string> =>
      (await ask(`GET ${path}`)).body['@odata.context'];
    expect(await context('/GetTopProducts()')).toBe('http://localhost/$metadata#Products');
    expect(await context('/GetProductStats()')).toBe(
      'http://localhost/$metadata#ReferenceService.ProductStats',
    );
    expect(await context('/Calculate(value=1)')).toBe('http://localhost/$metadata#Edm.Int64');
    expect(await context("/Convert(input='x')")).toBe('http://localhost/$metadata#Edm.String');
    expect(await context('/Products(P#1)/GetRelatedProducts()')).toBe('http://localhost/$metadata#Products');
    expect((await ask('GET /GetTopProducts(count=2)/$count')).text).toBe('2');
    expect((await ask('GET /GetTopProducts(count=2)?$count=true')).body['@odata.count']).toBe(2);
  });
  it('GetProductStats', async () => {
    expect((await ask('GET /GetProductStats()')).body).toMatchObject({
      totalProducts: 7,
      maxPrice: 1999.99,
      minPrice: 15.5,
    });
    for (let key = 1; key <= 7; key++) await ask(`DELETE /Products(P#${key})`);
    expect((await ask('GET /GetProductStats()')).body).toMatchObject({
      totalProducts: 0,
      averagePrice: null,
      maxPrice: null,
      minPrice: null,
    });
    const none = await ask('GET /Products/GetAveragePrice()');
    expect(none.status === 204 || none.body.value === null).toBe(true);
  });

  describe('actions', () => {
    const price = async (key: number): Promise<number> => (await ask(`GET /Products(P#${key})`)).body.Price;
    it('ApplyDiscount', async () => {
      for (const name of ['ApplyDiscount', 'ReferenceService.ApplyDiscount']) {
        const answer = await ask(`POST /Products(P#3)/${name}`, { percentage: 50 });
        expect(answer.status, answer.text).toBe(200);
        expect(answer.body['@odata.context']).toBe('http://localhost/$metadata#Products/$entity');
        expect(answer.headers.get('etag')).toBe(answer.body['@odata.etag']);
      }
      expect(await price(3)).toBe(15.5 / 4);
      expect((await ask('GET /Products(P#3)')).body.Version).toBe(3);
    });
    it('IncreasePrice, Activate, CalculateDiscount, MarkAllAsReviewed', async () => {
      expect((await ask('POST /Products(P#3)/IncreasePrice', { amount: 1.25 })).status).toBe(204);
      expect(await price(3)).toBe(16.75);
      expect((await ask('POST /Products(P#4)/Activate')).status).toBe(204);
      expect((await ask('POST /Products(P#1)/Activate', {})).status).toBe(204);
      expect((await ask('GET /Products(P#4)')).body.Status).toBe('InStock');
      expect((await ask('GET /Products(P#1)')).body.Status).toBe('InStock,Featured');
      const discount = await ask('POST /Products(P#3)/CalculateDiscount', { percentage: 10 });
      expect([discount.status, discount.body.value]).toEqual([200, 16.75 * (1 - 10 / 100)]);
      expect((await ask('GET /Products(P#3)')).body.Version).toBe(2);
      expect((await ask('POST /Products/MarkAllAsReviewed')).status).toBe(204);
      expect((await ask('POST /Products/ReferenceService.MarkAllAsReviewed', {})).status).toBe(204);
      expect((await ask('GET /Products(P#2)')).body.Version).toBe(1);
    });
    it('Process, ResetAllPrices, ResetProducts', async () => {
      expect((await ask('POST /Process', { percentage: 50 })).status).toBe(204);
      expect(await price(3)).toBe(7.75);
      expect((await ask('POST /Process', { percentage: 50, minPrice: 900 })).status).toBe(204);
      expect(await price(6)).toBe(1999.99 / 2 / 2);
      expect(await price(3)).toBe(7.75);
      expect((await ask('POST /Process', { percentage: 50, minPrice: null })).status).toBe(204);
      const reset = await ask('POST /ResetAllPrices');
      expect([reset.status, reset.body.updatedCount]).toEqual([200, 7]);
      expect(await price(3)).toBe(15.5);
      expect((await ask('POST /ResetProducts', {})).status).toBe(204);
      expect((await ask('POST /ResetProducts')).status).toBe(204);
    });
    for (const body of [{}, { percentage: 'x' }, { percentage: null }, { percentage: 1, other: 2 }, 'x', []])
      it(`refuses ${JSON.stringify(body)}`, async () => {
        expect((await ask('POST /Process', body)).status).toBe(400);
        expect((await ask('POST /Products(P#1)/ApplyDiscount', body)).status).toBe(400);
      });
    it('Reseed', async () => {
      await ask('DELETE /Products(P#1)');
      await ask('POST /Categories', { Name: 'x' });
      await ask('PATCH /Company', { Name: 'x' });
      const answer = await ask('POST /Reseed');
      expect([answer.status, answer.body.status]).toEqual([200, 'success']);
      expect((await ask('GET /Products/$count')).text).toBe('7');
      expect((await ask('GET /Categories/$count')).text).toBe('3');
      expect((await ask('GET /Company')).body).toMatchObject({ Name: 'TechStore Inc.', Version: 1 });
      expect((await ask('GET /Products(P#1)')).body.ID).toBe(fullKeys('P#1'));
    });
  });
});
