// OData URL Conventions 4.01, sections 5.1.1.5 to 5.1.1.12: the canonical functions on every fitting type of property.
import { describe } from 'vitest';
import { cases, describeReference, type Expected } from './reference-service.ts';

describeReference('canonical functions', (ask) => {
  const products = (expected: Expected): void => cases(ask, '/Products?$filter=', expected);

  describe('string functions', () => {
    products({
      "concat(Name,'!') eq 'Laptop!'": '1',
      "concat(concat(ShippingAddress/City,', '),ShippingAddress/State) eq 'Seattle, WA'": '1',
      "concat(Description,'x') eq null": '1 2 3 4 5 6 7',
      "contains(Name,'Mouse')": '2 7',
      "contains(Name,'mouse')": '',
      "contains(Name,'%25')": '',
      "contains(Name,'_')": '',
      "contains(Name,'%5C')": '',
      "contains(Name,'')": '1 2 3 4 5 6 7',
      "contains(Description,'x')": '',
      'contains(Name,null)': '',
      "contains(ShippingAddress/City,'an')": '2 3',
      "contains(Category/Name,'nit')": '4',
      "contains(Name,'Mouse') eq true": '2 7',
      "contains(Name,'Mouse') eq false": '1 3 4 5 6',
      "endswith(Name,'top')": '1',
      "endswith(Name,'Pro')": '6',
      "indexof(Name,'Mouse') eq 9": '2',
      "indexof(Name,'zzz') eq -1": '1 2 3 4 5 6 7',
      "indexof(Name,'Mouse') gt 0": '2 7',
      'length(Name) eq 6': '1',
      'length(Name) gt 14': '6 7',
      'length(ShippingAddress/City) eq 6': '5',
      'length(Description) eq null': '1 2 3 4 5 6 7',
      "startswith(Name,'Lap')": '1',
      "startswith(Name,'lap')": '',
      "startswith(tolower(Name),'lap')": '1',
      "substring(Name,3) eq 'top'": '1',
      "substring(Name,0,3) eq 'Lap'": '1',
      "substring(Name,-3) eq 'top'": '1',
      "substring(Name,-3,2) eq 'to'": '1',
      "substring(Name,100) eq ''": '1 2 3 4 5 6 7',
      "substring(Name,1,2) eq 'ap'": '1',
      "matchesPattern(Name,'^L')": '1',
      "matchesPattern(Name,'^[LS].*p')": '1 5',
      "matchesPattern(Name,'o(p|u)')": '1 2 6 7',
      "matchesPattern(Name,'^.{6}$')": '1',
      "matchesPattern(Name,'%5EL')": '1',
      "matchesPattern(Name,'(')": 400,
      "tolower(Name) eq 'laptop'": '1',
      "toupper(Name) eq 'LAPTOP'": '1',
      "trim('  Laptop ') eq Name": '1',
      "trim(Name) eq 'Laptop'": '1',
      "TOLOWER(Name) eq 'laptop'": '1',
      'tolower(Description) eq null': '1 2 3 4 5 6 7',
      "hassubset(['a','b'],['a'])": '1 2 3 4 5 6 7',
      "hassubsequence(['a','b','c'],['a','c'])": '1 2 3 4 5 6 7',
      "hassubsequence(['a','b'],['b','a'])": '',
      "Name eq 'O''Neil'": '',
      'contains(Name)': 400,
      'contains(Price,1)': 400,
      "unknown(Name,'x')": 400,
      'length(Price) eq 1': 400,
      "tolower(1) eq 'x'": 400,
    });
  });

  describe('date and time functions', () => {
    products({
      'year(ReleaseDate) eq 2024': '1 2 3 4',
      'month(ReleaseDate) eq 1': '1 2 3',
      'day(ReleaseDate) eq 15': '1',
      'day(ReleaseDate) eq null': '5 6 7',
      'year(CreatedAt) eq 2023': '3 4',
      'month(CreatedAt) ge 6': '3 4 5 6 7',
      'day(CreatedAt) eq 1': '6',
      'hour(CreatedAt) eq 10': '1 6',
      'minute(CreatedAt) eq 30': '1 7',
      'second(CreatedAt) eq 0': '1 2 3 4 5 6 7',
      'fractionalseconds(CreatedAt) eq 0': '1 2 3 4 5 6 7',
      'hour(OpenTime) eq 9': '1',
      'minute(OpenTime) eq 59': '4',
      'second(OpenTime) eq 59': '4',
      'fractionalseconds(OpenTime) eq 0': '1 2 3 4',
      'date(CreatedAt) eq 2024-01-15': '1',
      'date(CreatedAt) gt ReleaseDate': '2',
      'time(CreatedAt) eq 10:30:00': '1',
      'time(CreatedAt) lt 10:00:00': '3',
      'totaloffsetminutes(CreatedAt) eq 0': '1 2 3 4 5 6 7',
      'totalseconds(ShippingTime) eq 7200': '2',
      'totalseconds(ProcessingTime) eq 1.5': '2',
      'totalseconds(Offset) lt 0': '2',
      "totalseconds(duration'PT1M') eq 60": '1 2 3 4 5 6 7',
      'CreatedAt lt now()': '1 2 3 4 5 6 7',
      'CreatedAt gt now()': '',
      'now() gt 2020-01-01T00:00:00Z': '1 2 3 4 5 6 7',
      'CreatedAt lt maxdatetime()': '1 2 3 4 5 6 7',
      'CreatedAt gt mindatetime()': '1 2 3 4 5 6 7',
      "CreatedAt gt now() sub duration'P36500D'": '1 2 3 4 5 6 7',
      'year(Name) eq 1': 400,
      'hour(ReleaseDate) eq 1': 400,
      'year(2024-05-01) eq 2024': '1 2 3 4 5 6 7',
      'hour(2024-05-01T07:00:00Z) eq 7': '1 2 3 4 5 6 7',
    });
  });

  describe('arithmetic functions', () => {
    products({
      'round(Price) eq 1000': '1',
      'round(Price) eq 30': '2',
      'round(Price) eq 16': '3',
      'round(14.5) eq 15': '1 2 3 4 5 6 7',
      'round(-14.5) eq -15': '1 2 3 4 5 6 7',
      'floor(Price) eq 15': '3',
      'floor(Price) eq 29': '2',
      'ceiling(Price) eq 16': '3',
      'ceiling(Price) eq 250': '4',
      'floor(Weight) eq 3': '1',
      'ceiling(Dimensions/Height) eq 3': '1',
      'floor(Dimensions/Height) eq null': '4',
      'round(Rating) eq 255': '4',
      'floor(Temperature) eq -10': '1',
      "round('x') eq 1": 400,
    });
  });

  describe('type functions', () => {
    products({
      "cast(Price,Edm.String) eq '15.5'": '3',
      "cast(Rating,Edm.String) eq '255'": '4',
      "cast(Rating,'Edm.String') eq '255'": 400,
      "cast('255',Edm.Int32) eq Rating": '4',
      'cast(Rating,Edm.Int64) eq 255': '4',
      'cast(Price,Edm.Int32) eq 16': '3',
      'cast(Price,Edm.Decimal) eq 15.5': '3',
      'cast(Name,Edm.Int32) eq null': '1 2 3 4 5 6 7',
      "cast(ReleaseDate,Edm.String) eq '2024-01-15'": '1',
      "cast(ID,Edm.String) eq 'P#1'": '1',
      "cast(Status,Edm.String) eq 'InStock'": '3',
      "cast('2024-01-15',Edm.Date) eq ReleaseDate": '1',
      "cast('InStock',ReferenceService.ProductStatus) eq Status": '3',
      'cast(CreatedAt,Edm.Date) eq null': '1 2 3 4 5 6 7',
      'isof(ReferenceService.SpecialProduct)': '1 6 7',
      'isof(ReferenceService.Product)': '1 2 3 4 5 6 7',
      "isof('ReferenceService.SpecialProduct')": 400,
      'not isof(ReferenceService.SpecialProduct)': '2 3 4 5',
      'isof($it,ReferenceService.SpecialProduct)': '1 6 7',
      'isof(Name,Edm.String)': '1 2 3 4 5 6 7',
      'isof(Name,Edm.Int32)': '',
      'isof(Price,Edm.Double)': '1 2 3 4 5 6 7',
      'isof(ShippingAddress,ReferenceService.Address)': '1 2 3 5 6 7',
      'isof(Description,Edm.String)': '',
      'isof(ReferenceService.Unknown)': 400,
      'cast(Price,Edm.Unknown) eq 1': 400,
    });
  });

  describe('geo functions', () => {
    products({
      "geo.distance(Location,geography'SRID=4326;Point(-122.3321 47.6062)') lt 1": '1',
      "geo.distance(Location,geography'SRID=4326;Point(-122.3321 47.6062)') lt 300000": '1 3',
      "geo.distance(Location,geography'Point(-122.3321 47.6062)') lt 300000": 400,
      "geo.distance(geography'SRID=4326;Point(-122.3321 47.6062)',Location) gt 3000000": '6',
      "geo.distance(Location,geography'SRID=4326;Point(0 0)') eq null": '4',
      'geo.distance(Location,Location) eq 0': '1 2 3 5 6 7',
      "geo.intersects(Location,geography'SRID=4326;Polygon((-123 47,-122 47,-122 48,-123 48,-123 47))')": '1',
      'geo.intersects(Location,Area)': '1 2 3 5 6 7',
      "geo.intersects(geography'SRID=4326;Point(-122.4 37.8)',Area)": '2',
      'geo.length(Route) gt 15000': '1',
      'geo.length(Route) lt 2500': '3 5',
      'geo.length(Route) eq null': '4',
      'Location eq null': '4',
      'Location ne null': '1 2 3 5 6 7',
      'Route ne null': '1 2 3 5 6 7',
      'geo.distance(Name,Location) lt 1': 400,
      'geo.length(Location) lt 1': 400,
      "geo.distance(Location,geography'SRID=4326;Point(x)') lt 1": 400,
    });
  });

  describe('conditional functions', () => {
    products({
      'case(Price gt 1000:true,true:false)': '6',
      "case(Price gt 1000:'high',Price gt 100:'mid',true:'low') eq 'mid'": '1 4 5 7',
      "case(Price gt 5000:'x') eq null": '1 2 3 4 5 6 7',
    });
  });
});
