{#- A time in text as UTC; without zone or offset it is taken to be UTC. No day of the calendar: null. -#}
{% macro text_as_time(text) -%}
    {{ return(adapter.dispatch('text_as_time', 'bellwether')(text)) }}
{%- endmacro %}

{% macro default__text_as_time(text) -%}
    case
        when not {{ matches(text, time_pattern()) }} then null
        when {{ matches(text, zone_pattern()) }}
            then {{ utc_time('try_cast(' ~ text ~ ' as ' ~ type_zoned_time() ~ ')') }}
        else try_cast({{ text }} as {{ type_time() }})
    end
{%- endmacro %}

{#- Digits beyond a microsecond would be rounded, perhaps into the next day; elsewhere they are cut. -#}
{% macro postgres__text_as_time(text) -%}
    {%- set cut = "regexp_replace(" ~ text ~ ", '(\\.[0-9]{6})[0-9]+', '\\1')" -%}
    case
        when not {{ matches(text, time_pattern()) }} then null
        when {{ matches(text, zone_pattern()) }}
            then {{ utc_time('cast(' ~ cut ~ ' as ' ~ type_zoned_time() ~ ')') }}
        else cast({{ cut }} as {{ type_time() }})
    end
{%- endmacro %}

{% macro redshift__text_as_time(text) -%}
    case
        when not {{ matches(text, time_pattern()) }} then null
        when {{ matches(text, zone_pattern()) }}
            then {{ utc_time('cast(' ~ text ~ ' as ' ~ type_zoned_time() ~ ')') }}
        else cast({{ text }} as {{ type_time() }})
    end
{%- endmacro %}

{% macro bigquery__text_as_time(text) -%}
    case when {{ matches(text, time_pattern()) }} then datetime(safe_cast({{ text }} as timestamp)) end
{%- endmacro %}

{% macro snowflake__text_as_time(text) -%}
    case
        when not {{ matches(text, time_pattern()) }} then null
        when {{ matches(text, zone_pattern()) }} then {{ utc_time('try_to_timestamp_tz(' ~ text ~ ')') }}
        else try_to_timestamp_ntz({{ text }})
    end
{%- endmacro %}
