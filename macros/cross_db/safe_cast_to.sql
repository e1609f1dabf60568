{% macro safe_cast_to(expression, type) -%}
    {{ return(adapter.dispatch('safe_cast_to', 'bellwether')(expression, type)) }}
{%- endmacro %}

{% macro default__safe_cast_to(expression, type) -%}
    {%- if type == 'text' -%}
        nullif(cast({{ expression }} as text), '')
    {%- elif type == 'boolean' -%}
        case
            when lower(cast({{ expression }} as text)) in ('true', 't', 'yes', 'y', '1') then true
            when lower(cast({{ expression }} as text)) in ('false', 'f', 'no', 'n', '0') then false
        end
    {%- elif type == 'date' -%}
        cast(try_cast(cast({{ expression }} as text) as timestamp) as date)
    {%- elif type in ('integer', 'bigint') -%}
        case
            when
                try_cast({{ expression }} as double precision)
                = floor(try_cast({{ expression }} as double precision))
                then try_cast({{ expression }} as {{ type }})
        end
    {%- elif type == 'double precision' -%}
        case
            when isfinite(try_cast({{ expression }} as {{ type }}))
                then try_cast({{ expression }} as {{ type }})
        end
    {%- else -%}
        try_cast({{ expression }} as {{ type }})
    {%- endif -%}
{%- endmacro %}

{% macro postgres__safe_cast_to(expression, type) -%}
    {%- if type in ('text', 'boolean') -%}
        {{ bellwether.default__safe_cast_to(expression, type) }}
    {%- elif type in ('timestamp', 'date') -%}
        case
            when cast({{ expression }} as text) ~ '^\s*\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?\s*$'
                then cast(cast({{ expression }} as text) as {{ type }})
        end
    {%- elif type in ('integer', 'bigint') -%}
        case
            when cast({{ expression }} as text) ~ '^\s*[+-]?\d{1,18}(\.0*)?\s*$'
                then cast(cast(cast({{ expression }} as text) as numeric) as {{ type }})
        end
    {%- else -%}
        case
            when cast({{ expression }} as text) ~ '^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*$'
                then cast(cast({{ expression }} as text) as {{ type }})
        end
    {%- endif -%}
{%- endmacro %}
