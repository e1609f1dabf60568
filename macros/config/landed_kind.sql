{#- Where times without a zone have a name of their own, a timestamp has one (see type_time). -#}
{% macro landed_kind(data_type) -%}
    {%- set name = (data_type | string | lower).split('(')[0] | trim -%}
    {%- set kinds = {
        'timestamp with time zone': 'timestamptz', 'timestamptz': 'timestamptz',
        'timestamp_tz': 'timestamptz', 'timestamp_ltz': 'timestamptz',
        'timestamp': 'timestamp' if type_time() == 'timestamp' else 'timestamptz', 'datetime': 'timestamp',
        'timestamp without time zone': 'timestamp', 'timestamp_ntz': 'timestamp',
        'date': 'date', 'boolean': 'boolean', 'bool': 'boolean',
        'tinyint': 'whole', 'smallint': 'whole', 'int': 'whole', 'integer': 'whole', 'bigint': 'whole', 'hugeint': 'whole',
        'utinyint': 'whole', 'usmallint': 'whole', 'uinteger': 'whole', 'ubigint': 'whole',
        'int64': 'whole', 'float64': 'double', 'bignumeric': 'decimal',
        'real': 'double', 'float': 'double', 'double': 'double', 'double precision': 'double',
        'decimal': 'decimal', 'numeric': 'decimal', 'number': 'decimal',
    } -%}
    {{ return(kinds.get(name, 'text')) }}
{%- endmacro %}
