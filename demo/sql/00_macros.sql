-- Pseudo-random numbers and small helpers. Nothing here depends on the clock, on row order or on threads:
-- every number is a hash of (seed, entity, salt).

-- Uniform in [0, 1). The outer hash mixes what the combining hash leaves linear.
create or replace temp macro chance(a, b, c, salt) as
    (hash(hash(getvariable('seed'), a::bigint, b::bigint, c::bigint, salt)) >> 11) / 9007199254740992e0;

-- 64 random bits.
create or replace temp macro bits(a, b, c, salt) as
    hash(hash(getvariable('seed'), a::bigint, b::bigint, c::bigint, salt));

-- About standard normal: the sum of four 16-bit uniforms of one hash, within +-3.46.
create or replace temp macro bell(a, b, c, salt) as (
    (
        (bits(a, b, c, salt) & 65535) + ((bits(a, b, c, salt) >> 16) & 65535)
        + ((bits(a, b, c, salt) >> 32) & 65535) + (bits(a, b, c, salt) >> 48)
    ) / 65536e0 - 2
) * 1.7320508e0;

create or replace temp macro clip(x, low, high) as least(high, greatest(low, x));

-- One element of a list, by a number in [0, 1).
create or replace temp macro pick(words, x) as words[1 + floor(x * len(words))::int];

-- Weeks are numbered from the first Monday of the window: 0 .. weeks - 1; earlier ones are negative.
create or replace temp macro monday(w) as getvariable('window_start') + to_days((7 * w)::int);
create or replace temp macro week_of(t) as
    floor((epoch(t) - epoch(getvariable('window_start'))) / 604800e0)::int;

-- A time some hours (may be fractional) after another, to the second.
create or replace temp macro later(t, hours) as t + to_seconds(round(hours * 3600e0));

-- When the loader saw a row: one to seven hours after the fact, never after the last load.
create or replace temp macro synced(t, a, b, c) as
    least(
        t + to_milliseconds((3600000 + floor(chance(a, b, c, 'synced') * 21600000))::bigint),
        getvariable('last_load') - to_milliseconds(floor(chance(a, b, c, 'synced') * 3600000)::bigint)
    );

-- Salesforce ids: 3 characters of type, 12 of key, and 3 that carry the upper-case pattern of the first 15.
create or replace temp macro digit62(n, place) as
    substr(
        '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
        1 + ((n::bigint // (62 ** place)::bigint) % 62)::int, 1
    );
create or replace temp macro id15(prefix, n) as
    prefix || 'Bw0' || '00' || digit62(n, 6) || digit62(n, 5) || digit62(n, 4) || digit62(n, 3)
    || digit62(n, 2) || digit62(n, 1) || digit62(n, 0);
-- '1' for every upper-case letter, '0' for the rest.
create or replace temp macro upper_bits(s) as
    translate(
        s, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz123456789',
        '1111111111111111111111111100000000000000000000000000000000000'
    );
-- Five bits, the first the lowest, as one of 32 characters.
create or replace temp macro check5(s, i) as
    substr(
        'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345',
        1 + reverse(substr(s, i, 5))::bit::int, 1
    );
create or replace temp macro id18(s) as
    s || check5(upper_bits(s), 1) || check5(upper_bits(s), 6) || check5(upper_bits(s), 11);
-- The key number is spread and shifted by the seed, so that ids look neither dense nor alike between companies.
create or replace temp macro sf_id(prefix, n) as
    id18(id15(prefix, n::bigint * 7919 + 916132832 + (getvariable('seed') % 1000) * 52200625));

-- Ids of other systems: 14 to 20 characters of hexadecimal digits.
create or replace temp macro hex_id(prefix, a, b, c, salt) as
    prefix || lower(to_hex(bits(a, b, c, salt)));

-- A reference to a CRM id: a few carry only the first 15 characters.
create or replace temp macro referenced(id, a, b, c) as
    case when chance(a, b, c, 'short id') < .06 then left(id, 15) else id end;
